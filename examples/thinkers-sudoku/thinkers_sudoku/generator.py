"""Puzzles with one solution, of every difficulty."""

import numpy as np

from thinkers import ConfigError
from thinkers_sudoku.puzzle import Grid, Puzzle
from thinkers_sudoku.search import solutions, without_clues
from thinkers_sudoku.symmetry import Symmetry

TRIES = 20_000
"""Puzzles that are drawn, at most, until one has the rating that is asked for."""


def full_grid(rng: np.random.Generator, side: int) -> Grid:
    """A right grid: boxes along the diagonal by chance, the rest searched for, all of it mixed.

    Not all grids are equally likely.
    """
    box = round(side**0.5)
    while True:  # of 4 x 4 cells, some such boxes leave no solution
        grid = np.zeros((side, side), np.int64)
        for first in range(0, side, box):
            digits = rng.permutation(side).reshape(box, box) + 1
            grid[first : first + box, first : first + box] = digits
        found = solutions(grid, 1)
        if found.solutions:
            return Symmetry.draw(rng, side).grid(found.grid)


def draw(rng: np.random.Generator, side: int, blanks: int | None, easy: int, hard: int) -> Puzzle:
    """A puzzle with one solution.

    Args:
        rng: All chance there is.
        side: Cells along a side.
        blanks: Cells to empty; None empties as many as can be, until each clue is needed.
        easy: The lowest rating that is taken.
        hard: The highest.

    Raises:
        ConfigError: No puzzle with such a rating came.
    """
    for _ in range(TRIES):
        grid, ways = full_grid(rng, side), rng.permutation(side * side)
        clues = without_clues(grid, ways, side * side if blanks is None else blanks)
        rating = solutions(clues).dead_ends
        if easy <= rating <= hard:
            return Puzzle(clues, rating=rating)
    raise ConfigError(
        f"of {TRIES} puzzles none has a rating from {easy} to {hard}",
        "ask for other ratings, or for more empty cells",
    )
