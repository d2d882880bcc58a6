"""The verdict takes the answer, any mate, and nothing else; nothing is right without an answer."""

import math

import chess
import pytest
from thinkers_chess.check import check
from thinkers_chess.instance import ChessInstance

ROOKS = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1"
TWO_MATES = ChessInstance(ROOKS, "e1e8")
FORK = ChessInstance("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", "c3d5", also=("c3b5",))
LADDER = "7k/8/8/8/8/8/R7/1R5K w - - 0 1"


def kinds(instance):
    """The legal moves that are right, unknown and wrong."""
    found = {"right": set(), "unknown": set(), "wrong": set()}
    for move in chess.Board(instance.fen).legal_moves:
        verdict = check(instance, move.uci())
        kind = "right" if verdict.right else "unknown" if verdict.unknown else "wrong"
        found[kind].add(move.uci())
    return found


@pytest.mark.parametrize("move", ["e1e8", "d1d8"])
def test_any_mate_is_right(move):
    verdict = check(TWO_MATES, move)
    assert verdict.right
    assert verdict.cost == 0


@pytest.mark.parametrize("move", ["c3d5", "c3b5"])
def test_the_answers_are_right(move):
    assert check(FORK, move).right


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("c3e4", "Ne4 is legal, but not the answer (Nxd5 or Nb5)"),
        ("c3c4", "c3c4 is not legal"),
        ("0000", "0000 is not legal"),
        ("Nxd5", "'Nxd5' is no move in UCI"),
        ("", "'' is no move in UCI"),
        ("z9z8", "'z9z8' is no move in UCI"),
    ],
)
def test_anything_else_is_wrong_and_says_what_was_right(move, words):
    verdict = check(FORK, move)
    assert not verdict.feasible
    assert verdict.cost == math.inf
    assert verdict.reason == words


def test_the_promotion_is_part_of_the_answer():
    puzzle = ChessInstance("7k/4P3/8/8/8/8/8/4K3 w - - 0 1", "e7e8r")
    assert check(puzzle, "e7e8r").right
    assert not check(puzzle, "e7e8b").feasible
    assert not check(puzzle, "e7e8").feasible


def test_where_nobody_knows_only_a_mate_is_right():
    found = kinds(ChessInstance(ROOKS))
    assert found["right"] == {"e1e8", "d1d8"}
    assert found["wrong"] == set()
    verdict = check(ChessInstance(FORK.fen), "c3e4")
    assert verdict.feasible
    assert verdict.unknown
    assert verdict.reason == "legal; no answer known"
    assert not check(ChessInstance(FORK.fen), "c3c4").feasible


def test_a_move_to_avoid_is_wrong_and_any_other_right():
    found = kinds(ChessInstance(FORK.fen, avoid=("c3d5", "c3e4")))
    assert found["wrong"] == {"c3d5", "c3e4"}
    assert found["unknown"] == set()
    forced = ChessInstance("7k/8/8/8/8/8/1q6/K7 w - - 0 1", avoid=("a1b2",))
    assert kinds(forced) == {"right": set(), "unknown": set(), "wrong": {"a1b2"}}
    assert check(forced, "a1b2").reason == "Kxb2 is legal, but a move to avoid"


def test_with_answers_and_moves_to_avoid_the_answers_decide():
    both = ChessInstance(FORK.fen, "c3d5", avoid=("c3e4",))
    assert kinds(both)["right"] == {"c3d5"}
    assert check(ChessInstance(ROOKS, avoid=("e1e8",)), "e1e8").feasible is False


@pytest.mark.parametrize("moves", [2, 3])
def test_only_moves_that_force_the_mate_are_right(moves):
    found = kinds(ChessInstance(LADDER, mate=moves))
    assert found["unknown"] == set()
    assert "b1g1" in found["right"]
    assert "a2a8" in found["wrong"]


def test_a_wrong_move_is_told_one_that_forces_the_mate():
    verdict = check(ChessInstance(ROOKS, mate=1), "g1f1")
    assert not verdict.feasible
    assert verdict.reason.startswith("Kf1 is legal, but does not force mate in 1 (")
    assert "# does)" in verdict.reason


def test_a_mate_too_far_to_prove_makes_no_move_right():
    assert kinds(ChessInstance(FORK.fen, mate=6))["right"] == set()
    assert "does not" not in check(ChessInstance(FORK.fen, mate=9), "c3e4").reason
    start = check(ChessInstance(chess.STARTING_FEN, mate=3), "e2e4")
    assert not start.right


def test_a_mate_that_is_not_there_makes_no_move_wrong():
    found = kinds(ChessInstance("4k3/8/8/8/8/8/4P3/4K3 w - - 0 1", mate=2))
    assert found["right"] == found["wrong"] == set()
