"""The shipped model solves most new puzzles in one pass, and what is easier than its training."""

from importlib.resources import files

import pytest
from thinkers_sudoku.dt_sudoku import DTS
from thinkers_sudoku.problem import Sudoku

from thinkers import MaxIterations, ModelCard, evaluate, load_model

PROBLEM = Sudoku()


@pytest.fixture(scope="module")
def model():
    [card] = ModelCard.folder(files("thinkers_sudoku") / "models")
    return load_model(card, DTS, PROBLEM.encodings)


def test_one_empty_cell_is_filled_in(model):
    found = evaluate(PROBLEM, model, 9, 20, params={"family": "one-blank"}, device="cpu", seed=11)
    assert found.exact == 1


def test_most_puzzles_without_a_clue_to_spare_are_solved(model):
    found = evaluate(PROBLEM, model, 9, 40, device="cpu", seed=11)
    assert found.exact >= 0.75


def test_it_stays_with_its_answers(model):
    params, often = {"family": "blanks-40"}, MaxIterations(400)
    found = evaluate(PROBLEM, model, 9, 10, params=params, stop=often, device="cpu", seed=13)
    assert found.exact == 1


def test_small_puzzles_are_solved(model):
    assert evaluate(PROBLEM, model, 4, 40, device="cpu", seed=14).exact >= 0.95
