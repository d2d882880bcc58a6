"""Pictures show the grid box by box, and how hard it is."""

import numpy as np
from thinkers_sudoku.drawing import draw
from thinkers_sudoku.problem import Sudoku
from thinkers_sudoku.puzzle import Puzzle


def test_the_toy_in_text():
    puzzle, answer = Sudoku().toy()
    assert draw(puzzle, None).text == ". 2 | 3 4\n3 . | 1 2\n----+----\n2 1 | . 3\n4 3 | 2 ."
    assert draw(puzzle, answer).text.startswith("1 2 | 3 4\n")


def test_a_rating_is_told():
    assert draw(Puzzle(np.zeros((9, 9), int), rating=3), None).text.endswith("\nrated 3")
