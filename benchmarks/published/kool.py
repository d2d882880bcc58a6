r"""Uniform points in the unit square, 20, 50 and 100 cities, as of Kool et al. (2019).

OMP_NUM_THREADS=1 python benchmarks/published/kool.py --instances 20,10,4
"""

from book import Row, Table
from tours import arguments, measured

EOH = "as quoted by EoH, Tab. 10"
PACE = "as quoted by PACE"


def _row(method: str, source: str, *gaps: float | None) -> Row:
    columns = zip(("20", "50", "100"), gaps, strict=True)
    return Row(method, {size: gap for size, gap in columns if gap is not None}, {}, source)


TABLE = Table(
    "kool",
    "Euclidean TSP, uniform in the unit square, 20 / 50 / 100 cities",
    "Points i.i.d. uniform in the unit square (Kool et al. 2019): our family `euclidean`.",
    "% over the best tour, mean",
    "less",
    [
        _row("attention model, sampling", EOH, 0.07, 0.49, 2.37),
        _row("POMO ×1", EOH, 0.12, 0.64, 1.07),
        _row("POMO ×8", EOH, 0.0, 0.03, 0.14),
        _row("LEHD, greedy", EOH, 0.95, 0.49, 0.58),
        _row("BQ-NCO, greedy", EOH, 0.38, 0.25, 0.58),
        _row("Fast T2T 5/5", PACE, None, 0.01, 0.03),
        _row("OR-Tools routing", "LEHD, Tab. 1", None, None, 2.37),
        _row("LKH-3", EOH, 0.0, 0.0, 0.01),
        _row("farthest insertion", EOH, 2.2, 7.3, 12.5),
    ],
)

if __name__ == "__main__":
    measured(TABLE, "euclidean", arguments("20,50,100", "20,10,4"))
