r"""MatNet's asymmetric instances of 20, 50 and 100 cities.

OMP_NUM_THREADS=1 python benchmarks/published/tmat.py --instances 20,10,4
"""

from book import Table
from tours import arguments, measured, published

UNITEFORMER = "UniteFormer, Tab. 6 (10,000 instances)"
PACE = "PACE, Tab. 2"

TABLE = Table(
    "tmat",
    "ATSP, MatNet's distribution, 20 / 50 / 100 cities",
    "Integers uniform in [1, 10⁶), zero diagonal, closed under the triangle inequality by repeated "
    "min-plus products, over 10⁶ (Kwon et al. 2021, section 5.1): our family `triangle`.",
    "% over the best tour, mean",
    "less",
    [
        published("MatNet ×1", UNITEFORMER, 0.53, 1.35, 3.24),
        published("MatNet ×128", UNITEFORMER, 0.01, 0.14, 0.93),
        published("UniteFormer ×1", UNITEFORMER, 0.25, 0.92, 3.17),
        published("UniteFormer ×128", UNITEFORMER, 0.001, 0.13, 0.88),
        published("GOAL, single task", "GOAL, Tab. 2", None, None, 0.30),
        published("PACE", PACE, None, 0.19, 0.36),
        published("COExpander", PACE, None, 0.17, 0.95),
        published("LKH-3", UNITEFORMER, 0.0, 0.0, 0.0),
        published("farthest insertion", UNITEFORMER, 11.2, 18.2, 23.4),
    ],
)

if __name__ == "__main__":
    measured(TABLE, "triangle", arguments("20,50,100", "20,10,4"))
