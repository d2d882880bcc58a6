r"""Maze-Unique of EqR, drawn anew by its rule.

OMP_NUM_THREADS=1 python benchmarks/published/maze_unique.py --instances 1000
"""

from book import Row, Table
from shares import arguments, measured

EQR = "EqR (arXiv 2605.21488)"

TABLE = Table(
    "maze-unique",
    "Maze-Unique",
    "A depth-first perfect maze of 29 x 29 within 30 x 30, ends on any two free cells, the "
    "shortest path 100 to 140 steps long, spread evenly; one shortest path, so every cell counts "
    "(EqR's published rule): our family `maze-unique` at 29. EqR's own files were not at hand.",
    "% entirely right",
    "more",
    [
        Row("EqR, depth 64, breadth 128", {"30": 93.0}, {}, EQR),
        Row("EqR, depth 64", {"30": 88.9}, {}, EQR),
        Row("URM", {"30": 51.4}, {}, EQR),
        Row("TRM", {"30": 44.9}, {}, EQR),
        Row("HRM", {"30": 0.3}, {}, EQR),
        Row("FRM", {"30": 98.0}, {}, "[second-hand] ± 1.8"),
    ],
)

if __name__ == "__main__":
    columns = {"30": {"size": 29, "family": "maze-unique"}}
    measured(TABLE, columns, arguments("maze/dt-l,maze/dt-mp,maze/proven", "100"))
