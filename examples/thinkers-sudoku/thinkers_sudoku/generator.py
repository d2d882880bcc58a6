"""Puzzles with one solution, of every difficulty."""

from math import isqrt

import numpy as np

from thinkers import ConfigError
from thinkers_sudoku.puzzle import Grid, Puzzle
from thinkers_sudoku.search import solutions, without_clues
from thinkers_sudoku.symmetry import Symmetry

TRIES = 5_000
"""Puzzles that are drawn, at most, until one has the rating that is asked for."""


def full_grid(rng: np.random.Generator, side: int) -> Grid:
    """A right grid: boxes along the diagonal by chance, the rest searched for, all of it mixed.

    Not all grids are equally likely.
    """
    box = isqrt(side)
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
        easy: The lowest rating that is taken; of 4 x 4 cells any is: we saw none above 0.
        hard: The highest.

    Raises:
        ConfigError: No puzzle with such a rating came.
    """
    for _ in range(TRIES):
        grid, ways = full_grid(rng, side), rng.permutation(side * side)
        clues = without_clues(grid, ways, side * side if blanks is None else blanks)
        rating = solutions(clues).dead_ends
        if side == 4 or easy <= rating <= hard:
            return Puzzle(clues, rating=rating)
    raise ConfigError(
        f"of {TRIES} puzzles none has a rating from {easy} to {hard}",
        "ask for other ratings, or for more empty cells",
    )


def changed(puzzle: Puzzle, rng: np.random.Generator) -> Puzzle | None:
    """A puzzle with the same one solution, one clue more and, where one can be spared, one less."""
    found = solutions(puzzle.clues)
    empty = np.flatnonzero(puzzle.clues == 0)
    if found.solutions != 1 or not len(empty):
        return None
    clues = puzzle.clues.flatten()  # (n²,)
    added = rng.choice(empty)
    clues[added] = found.grid.flat[added]
    for cell in rng.permutation(np.flatnonzero(puzzle.clues)):
        without = np.where(np.arange(clues.size) == cell, 0, clues).reshape(puzzle.clues.shape)
        now = solutions(without)
        if now.solutions == 1:
            return Puzzle(without, rating=now.dead_ends)
    whole = clues.reshape(puzzle.clues.shape)
    return Puzzle(whole, rating=solutions(whole).dead_ends)
