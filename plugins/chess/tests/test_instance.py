"""An instance is a value: equal when all its parts are, and never changed."""

from dataclasses import FrozenInstanceError

import chess
import pytest
from thinkers_chess.instance import ChessInstance

from thinkers import InvalidInstanceError


def test_instances_are_values():
    one, same = (ChessInstance(chess.STARTING_FEN, "e2e4", themes=("x",)) for _ in range(2))
    assert one == same
    assert hash(one) == hash(same)
    with pytest.raises(FrozenInstanceError):
        one.answer = "d2d4"


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"fen": ""}, "^illegal FEN ''"),
        ({"fen": "rubbish"}, "^illegal FEN 'rubbish'"),
        ({"fen": "4k3/8/8/8/8/8/8/4R1K1 w - - 0 1"}, "the side that is not to move is in check"),
        ({"answer": "e2e5"}, "^'e2e5' is no legal move in"),
        ({"answer": ""}, "^'' is no legal move in"),
        ({"answer": "e2e4", "also": ("0000",)}, "^'0000' is no legal move in"),
        ({"avoid": ("Nf3",)}, "^'Nf3' is no legal move in"),
    ],
)
def test_what_is_no_position_or_no_move_is_refused_at_once(parts, words):
    with pytest.raises(InvalidInstanceError, match=words):
        ChessInstance(**{"fen": chess.STARTING_FEN, **parts})


def test_castling_takes_its_usual_form():
    castle = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
    found = ChessInstance(castle, "e1h1", also=("e1a1",), avoid=("e1e2",))
    assert found == ChessInstance(castle, "e1g1", also=("e1c1",), avoid=("e1e2",))
    assert found.best == ("e1g1", "e1c1")
    assert ChessInstance(castle).best == ()
