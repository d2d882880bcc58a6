r"""GREAT's three distributions, 100 to 1,000 cities; trained there at 100.

    OMP_NUM_THREADS=1 python benchmarks/published/great.py xasy --sizes 100,200 --instances 2,1

The distribution is the first word: `tmat`, `xasy` (uniform, for each direction) or `euc`. A model
is measured up to the size behind its name in `--model`.
"""

from book import Row, Table
from tours import arguments, measured

SOURCE = "GREAT (arXiv 2408.16717), over LKH"


def _rows(once: dict[str, float], eightfold: dict[str, float]) -> list[Row]:
    return [Row("GREAT ×1", once, {}, SOURCE), Row("GREAT ×8", eightfold, {}, SOURCE)]


DISTRIBUTIONS = {"tmat": "triangle", "xasy": "asymmetric", "euc": "euclidean"}

RULES = {
    "tmat": "MatNet's rule: uniform integers, closed under the triangle inequality (`triangle`).",
    "xasy": "Distances i.i.d. uniform in (0, 1), drawn for each direction (`asymmetric`).",
    "euc": "Points i.i.d. uniform in the unit square (`euclidean`).",
}

PUBLISHED = {
    "tmat": [
        *_rows({"200": 2.3, "500": 3.7, "1000": 4.2}, {"200": 1.8, "500": 3.1, "1000": 2.8}),
        Row("GLOP, as re-run by GREAT", {"1000": 44.0}, {}, SOURCE),
        Row("RADAR", {"100": 0.72, "1000": 4.1}, {}, "arXiv 2603.03388 [second-hand]"),
    ],
    "xasy": [
        *_rows({"200": 53.0, "500": 308.0}, {"200": 37.0, "500": 246.0}),
        Row("GREAT, tuned at 500 ×8", {"500": 105.0}, {}, SOURCE),
    ],
    "euc": _rows({"200": 5.3}, {"200": 4.5}),
}

if __name__ == "__main__":
    asked = arguments("100,200", "2,1", DISTRIBUTIONS)
    kind = asked.kind
    table = Table(
        f"great-{kind}",
        f"TSP, GREAT's {kind.upper()}, 100 to 1,000 cities",
        RULES[kind] + " GREAT's own files were not at hand, nor its figures at 100.",
        "% over the best tour, mean",
        "less",
        PUBLISHED[kind],
    )
    measured(table, DISTRIBUTIONS[kind], asked)
