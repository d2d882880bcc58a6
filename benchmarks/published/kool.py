r"""Uniform points in the unit square, 20, 50 and 100 cities, as of Kool et al. (2019).

OMP_NUM_THREADS=1 python benchmarks/published/kool.py --instances 20,10,4
"""

from book import Table
from tours import arguments, measured, published

EOH = "as quoted by EoH, Tab. 10"
PACE = "as quoted by PACE"

TABLE = Table(
    "kool",
    "Euclidean TSP, uniform in the unit square, 20 / 50 / 100 cities",
    "Points i.i.d. uniform in the unit square (Kool et al. 2019): our family `euclidean`.",
    "% over the best tour, mean",
    "less",
    [
        published("attention model, sampling", EOH, 0.07, 0.49, 2.37),
        published("POMO ×1", EOH, 0.12, 0.64, 1.07),
        published("POMO ×8", EOH, 0.0, 0.03, 0.14),
        published("LEHD, greedy", EOH, 0.95, 0.49, 0.58),
        published("BQ-NCO, greedy", EOH, 0.38, 0.25, 0.58),
        published("Fast T2T 5/5", PACE, None, 0.01, 0.03),
        published("OR-Tools routing", "LEHD, Tab. 1", None, None, 2.37),
        published("LKH-3", EOH, 0.0, 0.0, 0.01),
        published("farthest insertion", EOH, 2.2, 7.3, 12.5),
    ],
)

if __name__ == "__main__":
    measured(TABLE, "euclidean", arguments("20,50,100", "20,10,4"))
