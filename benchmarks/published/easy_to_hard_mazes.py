r"""The mazes of easy-to-hard data: trained at 9, asked at 13, 33, 59 and 201.

OMP_NUM_THREADS=1 python benchmarks/published/easy_to_hard_mazes.py --instances 200,50,20,1
"""

from book import Row, Table
from shares import arguments, measured

RECALL = "Bansal et al. 2022 [second-hand]: the peak over iterations, failed runs left out"
FIRST = "Schwarzschild et al. 2021 [second-hand]"

TABLE = Table(
    "easy-to-hard-mazes",
    "Mazes of easy-to-hard data: trained at 9 x 9",
    "Depth-first spanning trees on rooms at even places of a size x size grid, both ends in "
    "different random rooms (Schwarzschild et al. 2021): our family `dfs`. Right is every cell.",
    "% entirely right",
    "more",
    [
        Row("DT-R, α = 0.01", {"13": 99.88, "59": 97.30}, {}, RECALL),
        Row("DT-R, α = 0", {"13": 99.94, "59": 82.72}, {}, RECALL),
        Row("DT-R, α not known", {"201": 74.0}, {}, RECALL),
        Row("DT", {"13": 50.5, "59": 0.0}, {}, FIRST),
    ],
)

COLUMNS = {str(size): {"size": size, "family": "dfs"} for size in (13, 33, 59, 201)}

if __name__ == "__main__":
    measured(
        TABLE, COLUMNS, arguments("maze/dt-l,maze/dt-mp,maze/proven", "100,40,20,0"),
        ["DT-L's paper gives 17 to 33 in a figure only; its values are not known to us."],
    )  # fmt: skip
