"""A move in words says who is to move, and the move in both notations or that it is none."""

import chess
import pytest
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

WHITE = ChessInstance("6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2", "e1e8", id="toy")
BLACK = ChessInstance("4r1k1/8/8/8/8/8/5PPP/6K1 b - - 0 1", "e8e1")


@pytest.mark.parametrize(
    ("instance", "move", "words"),
    [
        (WHITE, "e1e8", "toy: white to move, Re8# (e1e8)"),
        (BLACK, "e8e1", "black to move, Re1# (e8e1)"),
        (ChessInstance(chess.STARTING_FEN), "g1f3", "white to move, Nf3 (g1f3)"),
        (WHITE, "e1d3", "toy: white to move, e1d3 is not legal"),
        (WHITE, "0000", "toy: white to move, 0000 is not legal"),
        (WHITE, "x", "toy: white to move, x is not legal"),
    ],
)
def test_moves(instance, move, words):
    assert Chess().words(instance, move) == words
