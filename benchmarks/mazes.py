"""How fast mazes are generated and solved, with and without compilation, in one run.

    OMP_NUM_THREADS=1 python benchmarks/mazes.py

Prints mazes per second of CPU time, and the ratio where numba (the extra `fast`) is there.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import product
from time import process_time

import numpy as np
from thinkers_maze.generator import generate
from thinkers_maze.layouts import LAYOUTS
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

SIZES = {33: 500, 801: 2}
"""How many mazes of each size."""

WARM_UP = 2


def rates(algorithm: str, size: int, compiled: bool) -> Sequence[float]:
    """Mazes generated, and shortest paths found, per second."""
    few = MazeParams(size=9, algorithm=algorithm)
    for maze in generate(np.random.default_rng(1), WARM_UP, few, compiled):
        shortest_path(maze, compiled)
    begin = process_time()
    params = MazeParams(size=size, algorithm=algorithm)
    mazes = generate(np.random.default_rng(0), SIZES[size], params, compiled)
    between = process_time()
    for maze in mazes:
        shortest_path(maze, compiled)
    return SIZES[size] / (between - begin), SIZES[size] / (process_time() - between)


def main() -> None:
    """Print one line per size and generator."""
    ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    print("size, generator: mazes a second generated / solved by breadth-first search")
    for size, algorithm in product(SIZES, LAYOUTS):
        plain = rates(algorithm, size, compiled=False)
        line = f"{size:3} {algorithm:12} plain {plain[0]:7.5g} / {plain[1]:7.5g}"
        if find_spec("numba"):
            fast = rates(algorithm, size, compiled=True)
            line += f"   fast {fast[0]:7.5g} / {fast[1]:7.5g}"
            line += f"   ratio {fast[0] / plain[0]:.1f} / {fast[1] / plain[1]:.1f}"
        print(line)


if __name__ == "__main__":
    main()
