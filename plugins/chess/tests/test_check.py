"""The verdict takes the answer, any mate, and nothing else; without an answer, any legal move."""

import math

import pytest
from thinkers_chess.check import check
from thinkers_chess.instance import ChessInstance

TWO_MATES = ChessInstance("6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1", "e1e8")
FORK = ChessInstance("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", "c3d5", also=("c3b5",))


@pytest.mark.parametrize("move", ["e1e8", "d1d8"])
def test_any_mate_is_right(move):
    verdict = check(TWO_MATES, move)
    assert verdict.feasible
    assert verdict.cost == 0


@pytest.mark.parametrize("move", ["c3d5", "c3b5"])
def test_the_answers_are_right(move):
    assert check(FORK, move).feasible


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("c3e4", "Ne4 is legal, but not the answer"),
        ("c3c4", "c3c4 is not legal"),
        ("0000", "0000 is not legal"),
        ("Nxd5", "'Nxd5' is no move in UCI"),
        ("", "'' is no move in UCI"),
        ("z9z8", "'z9z8' is no move in UCI"),
    ],
)
def test_anything_else_is_wrong_and_says_why(move, words):
    verdict = check(FORK, move)
    assert not verdict.feasible
    assert verdict.cost == math.inf
    assert verdict.reason == words


def test_the_promotion_is_part_of_the_answer():
    puzzle = ChessInstance("7k/4P3/8/8/8/8/8/4K3 w - - 0 1", "e7e8r")
    assert check(puzzle, "e7e8r").feasible
    assert not check(puzzle, "e7e8b").feasible
    assert not check(puzzle, "e7e8").feasible


def test_where_nobody_knows_any_legal_move_will_do():
    unknown = ChessInstance(FORK.fen)
    assert check(unknown, "c3e4").feasible
    assert not check(unknown, "c3c4").feasible
