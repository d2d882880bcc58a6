"""The search counts solutions as a search of every grid does, and knows hard puzzles' answers."""

from itertools import permutations, product

import numpy as np
import pytest
from thinkers_sudoku import search
from thinkers_sudoku.check import check
from thinkers_sudoku.search import solutions, without_clues
from thinkers_sudoku.symmetry import Symmetry


def every_grid():
    """The 288 grids of 4 x 4 cells, by trying all rows."""
    rows = list(permutations(range(1, 5)))
    empty = [[0] * 4] * 4
    return [
        np.array(grid)
        for grid in product(rows, repeat=4)
        if all(len({row[column] for row in grid}) == 4 for column in range(4))
        and check(empty, [list(row) for row in grid]).feasible
    ]


def test_solutions_of_small_grids_are_counted_as_by_hand():
    grids, rng = np.array(every_grid()), np.random.default_rng(0)
    assert len(grids) == 288
    for _ in range(50):
        clues = np.where(rng.random((4, 4)) < 0.25, rng.choice(grids), 0)
        if rng.random() < 0.3:
            clues[tuple(rng.integers(4, size=2))] = rng.integers(1, 5)
        right = ((grids == clues) | (clues == 0)).all((1, 2)).sum()
        assert solutions(clues, 1000).solutions == right
        assert solutions(clues, 2).solutions == min(right, 2)


@pytest.mark.parametrize("side", [4, 9])
def test_a_symmetric_copy_has_the_copied_solution(side):
    rng = np.random.default_rng(side)
    grid = solutions(np.zeros((side, side), int), 1).grid
    clues = without_clues(grid, rng.permutation(side * side), side * side)
    for _ in range(5):
        by = Symmetry.draw(rng, side)
        found = solutions(by.grid(clues))
        assert found.solutions == 1
        assert (found.grid == by.grid(grid)).all()


def test_clues_that_clash_have_no_solution():
    clues = np.zeros((9, 9), int)
    clues[0, 0] = clues[0, 8] = 5
    assert solutions(clues).solutions == 0


def test_where_one_digit_fits_after_the_other_there_are_no_dead_ends():
    grid = solutions(np.zeros((9, 9), int), 1).grid
    clues = grid.copy()
    clues[0] = 0
    assert solutions(clues)[::2] == (1, 0)


def test_a_grid_without_empty_cells_is_its_own_solution():
    grid = solutions(np.zeros((9, 9), int), 1).grid
    found = solutions(grid)
    assert found.solutions == 1
    assert (found.grid == grid).all()


def test_plain_python_finds_what_compiled_code_finds(monkeypatch):
    rng = np.random.default_rng(5)
    grid = solutions(np.zeros((9, 9), int), 1).grid
    ways = rng.permutation(81)
    clues = without_clues(grid, ways, 40)
    compiled = solutions(clues)
    monkeypatch.setattr(search, "can_compile", lambda: False)
    assert (without_clues(grid, ways, 40) == clues).all()
    again = solutions(clues)
    assert (again.grid == compiled.grid).all()
    assert again[::2] == compiled[::2]
