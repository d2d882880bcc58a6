"""Puzzles are grids of digits, what is no such grid is refused; remarks make no other puzzle."""

import numpy as np
import pytest
from thinkers_sudoku.puzzle import Puzzle

from thinkers import InvalidInstanceError


@pytest.mark.parametrize(
    "clues",
    [np.zeros((9, 8), int), np.zeros(81, int), np.zeros((5, 5), int), np.full((4, 4), 5),
     np.full((9, 9), -1), np.zeros((9, 9))],
)  # fmt: skip
def test_other_arrays_are_refused(clues):
    with pytest.raises(InvalidInstanceError, match="expected"):
        Puzzle(clues)


def test_a_puzzle_keeps_its_clues_whatever_becomes_of_the_array():
    clues = np.zeros((4, 4), int)
    puzzle = Puzzle(clues)
    clues[0, 0] = 3
    assert not puzzle.clues.any()
    with pytest.raises(ValueError, match="read-only"):
        puzzle.clues[0, 0] = 3


def test_puzzles_with_the_same_clues_are_equal():
    clues = np.eye(9, dtype=int)
    assert Puzzle(clues) == Puzzle(clues, "a book", 7)
    assert len({Puzzle(clues), Puzzle(clues, "a book", 7), Puzzle(2 * clues)}) == 2
