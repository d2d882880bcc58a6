r"""The prefix sums of easy-to-hard data: trained on 32 bits, asked on 512.

OMP_NUM_THREADS=1 python benchmarks/published/easy_to_hard_bits.py --instances 1000
"""

from book import Row, Table
from shares import arguments, measured

TABLE = Table(
    "easy-to-hard-bits",
    "Prefix sums of easy-to-hard data: trained on 32 bits",
    "Fair coins, 512 of them, and the parity of each prefix (Schwarzschild et al. 2021): our "
    "family `fair`. Right is every bit.",
    "% entirely right",
    "more",
    [
        Row(
            "DT-R, α = 1", {"512": 97.12}, {},
            "Bansal et al. 2022 [second-hand]: the peak over iterations, failed runs left out",
        ),
        Row("DT-R, n = 0", {"512": 90.27}, {}, "Bansal et al. 2022 [second-hand]"),
    ],
)  # fmt: skip

COLUMNS = {str(bits): {"bits": bits, "family": "fair"} for bits in (48, 512)}

if __name__ == "__main__":
    measured(
        TABLE, COLUMNS, arguments("prefix_sums/dt-l,prefix_sums/dt-mp,prefix_sums/proven", "200"),
        ["DT-L: 28 of 30 runs solve 512 bits, DT-R 2 of 30 (Bear et al. 2024, second-hand)."],
    )  # fmt: skip
