"""Exact answers, ratings and minimal puzzles, by backtracking."""

from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thinkers import can_compile, run_kernel
from thinkers_sudoku.kernels import dig, search
from thinkers_sudoku.puzzle import Grid


class Found(NamedTuple):
    """What a search found.

    Attributes:
        solutions: How many there are, counted up to a bound.
        grid: The first solution, if there is one.
        dead_ends: How often nothing fitted any more: the rating where the search was for two.
    """

    solutions: int
    grid: Grid
    dead_ends: int


def solutions(clues: Grid, most: int = 2) -> Found:
    """Count the solutions of a grid, up to `most`."""
    side = len(clues)
    found, ends = np.zeros(side * side, np.int64), np.zeros(1, np.int64)
    work = _work(side)
    cells = clues.flatten()  # (n²,), a copy
    count = run_kernel(search, can_compile(), cells, found, *work, ends, side, _box(side), most)
    return Found(count, found.reshape(side, side), int(ends[0]))


def without_clues(grid: Grid, ways: NDArray[np.int64], blanks: int) -> Grid:
    """A puzzle with this one solution.

    Args:
        grid: The solution.
        ways: `(n²,)` int64, the cells in the order in which they are emptied where that can be.
        blanks: How many to empty; it is fewer where each clue that is left is needed.
    """
    side = len(grid)
    cells, spare = grid.flatten(), np.zeros((2, side * side), np.int64)
    ends = np.zeros(1, np.int64)
    run_kernel(
        dig, can_compile(), cells, ways, *spare, *_work(side), ends, side, _box(side), blanks
    )
    return cells.reshape(side, side)


def _work(side: int) -> tuple[NDArray[np.int64], ...]:
    """Room for `units`, `order` and `left`."""
    return tuple(np.zeros(count, np.int64) for count in (3 * side, side * side, side * side))


def _box(side: int) -> int:
    return isqrt(side)
