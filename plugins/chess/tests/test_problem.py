"""The problem keeps every rule of its contract."""

import numpy as np
import pytest
from thinkers_chess.formats import READERS
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError, ThinkersError
from thinkers.engine.breadth import solve_broadly
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed
from thinkers.testing import problem_checks

CHESS = Chess()
MATE = "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2"


@pytest.mark.parametrize("check", problem_checks(CHESS), ids=str)
def test_contract(check):
    check()


def test_every_suffix_has_a_reader():
    assert {form.suffix for form in CHESS.formats if form.reads} == set(READERS)


def test_the_toy_is_solved_by_hand():
    toy, answer = CHESS.toy()
    assert toy.fen == MATE
    assert [CHESS.check(toy, move).feasible for move in (answer, "e1e7", "g1f1")] == [
        True, False, False,
    ]  # fmt: skip


def test_without_its_answers_a_puzzle_still_asks_the_same():
    asked = ChessInstance(MATE, answer="e1e8", also=("e1d1",), avoid=("e1a1",), mate=1)
    assert CHESS.unlabelled(asked) == ChessInstance(MATE, avoid=("e1a1",), mate=1)


def test_no_answer_helps_breadth_to_choose():
    model = choose_model(installed(), CHESS, "dt-l")
    puzzles = CHESS.generate(np.random.default_rng(0), 60, CHESS.params({"split": "validation"}))
    found = solve_broadly(CHESS, puzzles, model, breadth=2)
    bare = solve_broadly(CHESS, [CHESS.unlabelled(one) for one in puzzles], model, breadth=2)
    assert [one.solution for one in found] == [one.solution for one in bare]
    assert any(one.raw != one.verdict for one in found)
    for one in found:
        assert one.verdict == CHESS.check(one.instance, one.solution)


@pytest.mark.parametrize("instance", [MATE, None, [MATE]])
def test_a_string_is_no_instance(instance):
    with pytest.raises(InvalidInstanceError, match=r"^expected ChessInstance, got "):
        CHESS.check(instance, "e1e8")


def test_known_answers_need_no_engine(no_engine):
    toy, answer = CHESS.toy()
    assert CHESS.label([toy]) == [answer]
    with pytest.raises(ThinkersError, match="stockfish is not installed"):
        CHESS.label([ChessInstance(MATE)])


def test_stockfish_labels_what_nobody_knows(stockfish, no_strays):
    assert CHESS.label([ChessInstance(MATE), CHESS.toy()[0]]) == ["e1e8", "e1e8"]


def test_labels_are_no_moves_to_avoid(stockfish, no_strays):
    avoiding = ChessInstance("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", avoid=("c3d5",))
    assert CHESS.label([avoiding]) != ["c3d5"]
    forced = ChessInstance("7k/8/8/8/8/8/1q6/K7 w - - 0 1", avoid=("a1b2",))
    with pytest.raises(ThinkersError, match=r"every legal move in .* is to be avoided"):
        CHESS.label([forced])
