"""Puzzles have one solution, no clue that is not needed, and the rating that was asked for."""

import numpy as np
import pytest
from thinkers_sudoku import generator
from thinkers_sudoku.generator import changed, draw, full_grid
from thinkers_sudoku.puzzle import Puzzle

from thinkers import ConfigError


def count(grid, most=2):
    """Solutions of a grid, by the plainest search there is."""
    side = len(grid)
    box = {4: 2, 9: 3}[side]
    best = None
    for row, column in np.argwhere(grid == 0):
        top, start = row // box * box, column // box * box
        near = (grid[row], grid[:, column], grid[top : top + box, start : start + box].ravel())
        fits = set(range(1, side + 1)) - set(np.concatenate(near).tolist())
        if best is None or len(fits) < len(best[1]):
            best = (row, column), fits
    if best is None:
        return 1
    found = 0
    for digit in best[1]:
        deeper = grid.copy()
        deeper[best[0]] = digit
        found += count(deeper, most - found)
        if found >= most:
            break
    return found


@pytest.mark.parametrize("side", [4, 9])
def test_one_solution_and_no_clue_to_spare(side):
    puzzle = draw(np.random.default_rng(0), side, None, 0, 100)
    assert count(puzzle.clues) == 1
    places = np.argwhere(puzzle.clues)
    for place in places if side == 4 else places[:4]:
        spared = puzzle.clues.copy()
        spared[tuple(place)] = 0
        assert count(spared) > 1


@pytest.mark.parametrize("blanks", [1, 20, 40])
def test_as_many_empty_cells_as_asked_for(blanks):
    puzzle = draw(np.random.default_rng(1), 9, blanks, 0, 100)
    assert (puzzle.clues == 0).sum() == blanks
    assert count(puzzle.clues) == 1


def test_ratings_are_those_asked_for():
    rng = np.random.default_rng(2)
    assert all(3 <= draw(rng, 9, None, 3, 4).rating <= 4 for _ in range(3))


def test_ratings_that_do_not_come_are_told(monkeypatch):
    monkeypatch.setattr(generator, "TRIES", 3)
    with pytest.raises(ConfigError, match="of 3 puzzles none has a rating from 900 to 999"):
        draw(np.random.default_rng(0), 9, 1, 900, 999)


@pytest.mark.parametrize("side", [4, 9])
def test_full_grids_have_each_digit_once_in_each_unit(side):
    grid, box = full_grid(np.random.default_rng(3), side), {4: 2, 9: 3}[side]
    boxes = grid.reshape(box, box, box, box).swapaxes(1, 2).reshape(side, side)
    for units in (grid, grid.T, boxes):
        assert (np.sort(units) == np.arange(1, side + 1)).all()


def test_a_changed_puzzle_has_the_same_solution_and_other_clues():
    rng = np.random.default_rng(4)
    puzzle = draw(rng, 9, None, 0, 100)
    other = changed(puzzle, rng)
    assert other != puzzle
    assert count(other.clues) == 1
    both = (puzzle.clues > 0) & (other.clues > 0)
    assert (puzzle.clues == other.clues)[both].all()


def test_without_one_solution_nothing_is_changed():
    assert changed(Puzzle(np.zeros((9, 9), int)), np.random.default_rng(0)) is None
