"""How fast mazes are generated and solved, with and without compilation, in one run.

    OMP_NUM_THREADS=1 python benchmarks/mazes.py

Prints mazes per second of CPU time, and the ratio where numba (the extra `fast`) is there.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from time import process_time

import numpy as np
from thinkers_maze.generator import TREES, generate
from thinkers_maze.shortest import shortest_path

SIZE = 33
COUNT = 500
WARM_UP = 2


def rates(algorithm: str, compiled: bool) -> Sequence[float]:
    """Mazes generated, and shortest paths found, per second."""
    for maze in generate(np.random.default_rng(1), WARM_UP, SIZE, algorithm, 0.0, compiled):
        shortest_path(maze, compiled)
    begin = process_time()
    mazes = generate(np.random.default_rng(0), COUNT, SIZE, algorithm, 0.0, compiled)
    between = process_time()
    for maze in mazes:
        shortest_path(maze, compiled)
    return COUNT / (between - begin), COUNT / (process_time() - between)


def main() -> None:
    """Print one line per generator."""
    print(f"mazes of size {SIZE}, per second: generated / solved by breadth-first search")
    for algorithm in (*TREES, "percolation"):
        plain = rates(algorithm, compiled=False)
        line = f"{algorithm:12} plain {plain[0]:7.0f} / {plain[1]:7.0f}"
        if find_spec("numba"):
            fast = rates(algorithm, compiled=True)
            line += f"   fast {fast[0]:7.0f} / {fast[1]:7.0f}"
            line += f"   ratio {fast[0] / plain[0]:.1f} / {fast[1] / plain[1]:.1f}"
        print(line)


if __name__ == "__main__":
    main()
