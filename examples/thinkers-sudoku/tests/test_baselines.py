"""Both solvers find the one solution; what has none is said to have none."""

import numpy as np
import pytest
from thinkers_sudoku.baselines import Backtracking, CPSat
from thinkers_sudoku.problem import Sudoku, SudokuParams
from thinkers_sudoku.puzzle import Puzzle

PROBLEM = Sudoku()


@pytest.mark.parametrize("side", [4, 9])
def test_both_find_the_one_solution(side):
    pytest.importorskip("ortools")
    rng = np.random.default_rng(0)
    for puzzle in PROBLEM.generate(rng, 4, SudokuParams(side=side)):
        found = [baseline.solve(puzzle, rng) for baseline in (Backtracking(), CPSat())]
        assert all(answer.proved for answer in found)
        assert (found[0].solution == found[1].solution).all()
        assert PROBLEM.check(puzzle, found[0].solution).right


def test_what_has_no_solution_is_proved_to_have_none():
    pytest.importorskip("ortools")
    clues = np.zeros((9, 9), int)
    clues[0, 0] = clues[8, 0] = 1
    for baseline in (Backtracking(), CPSat()):
        answer = baseline.solve(Puzzle(clues), np.random.default_rng(0))
        assert answer.proved
        assert not PROBLEM.check(Puzzle(clues), answer.solution).feasible
    assert PROBLEM.traits(Puzzle(clues)) == {"no solution"}
    assert PROBLEM.traits(Puzzle(np.zeros((9, 9), int))) == {"several solutions"}
