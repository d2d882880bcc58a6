"""Answers are judged by the rules alone, and what is wrong is told."""

import numpy as np
import pytest
from thinkers_sudoku.check import check
from thinkers_sudoku.problem import Sudoku

PUZZLE, ANSWER = Sudoku().toy()
CLUES = PUZZLE.clues.tolist()


def test_the_toy_is_right():
    assert check(CLUES, ANSWER.tolist()).right


@pytest.mark.parametrize(
    ("place", "digit", "reason", "accuracy"),
    [
        ((0, 0), 2, "row 1 does not have each digit once", 9 / 12),
        ((0, 1), 3, "the clue in row 1, column 2 is changed", 0.0),
        ((1, 1), 0, "row 2 does not have each digit once", 9 / 12),
        ((2, 2), -1, "row 3 does not have each digit once", 9 / 12),
    ],
)
def test_what_is_wrong_is_told(place, digit, reason, accuracy):
    wrong = ANSWER.copy()
    wrong[place] = digit
    verdict = check(CLUES, wrong.tolist())
    assert (verdict.right, verdict.reason) == (False, reason)
    assert verdict.accuracy == pytest.approx(accuracy)


def test_rows_and_columns_alone_do_not_make_a_grid():
    shifted = [[(row + column) % 4 + 1 for column in range(4)] for row in range(4)]
    verdict = check([[0] * 4] * 4, shifted)
    assert verdict.reason == "the box of row 1, column 1 does not have each digit once"


def test_an_answer_of_another_size_is_wrong():
    assert check(CLUES, np.zeros((9, 9), int).tolist()).reason == "expected 4 x 4 digits"
