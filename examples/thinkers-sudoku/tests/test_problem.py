"""Problem, baselines and thinker keep the contracts of `thinkers.testing`."""

import pytest
from thinkers_sudoku.baselines import Backtracking, CPSat
from thinkers_sudoku.dt_sudoku import DTS
from thinkers_sudoku.problem import Sudoku, SudokuParams

from thinkers.testing import BaselineContract, ProblemContract, ThinkerContract

PROBLEM = Sudoku()


class TestSudoku(ProblemContract):
    problem = PROBLEM


class TestFourByFour(ProblemContract):
    problem, params = PROBLEM, SudokuParams(side=4)


class TestBacktracking(BaselineContract):
    baseline, problem = Backtracking(), PROBLEM


class TestCPSat(BaselineContract):
    baseline, problem = CPSat(), PROBLEM

    @pytest.fixture(autouse=True)
    def _ortools(self):
        pytest.importorskip("ortools")


class TestDTS(ThinkerContract):
    thinker = DTS


def test_ratings_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="easiest <= 2"):
        SudokuParams(easiest=3, hardest=2)
