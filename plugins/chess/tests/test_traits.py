"""Traits say what the board shows, and nothing more."""

import pytest
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

MIDDLE = "r1bqk2r/pppp1ppp/2n2n2/2b1p3/2B1P3/2N2N2/PPPP1PPP/R1BQ1RK1 w kq - 0 1"


@pytest.mark.parametrize(
    ("fen", "traits"),
    [
        (MIDDLE, {"castling rights"}),
        (MIDDLE.replace("kq", "-"), set()),
        ("4k3/8/8/8/8/8/4r3/4K3 w - - 0 1", {"in check", "endgame"}),
        ("8/4P1k1/8/8/8/8/8/4K3 w - - 0 1", {"promotion", "endgame"}),
        ("8/4P1k1/8/8/8/8/8/4K3 b - - 0 1", {"endgame"}),
        ("4k3/ppp5/8/8/8/8/8/RRR1K3 w - - 0 1", set()),
    ],
)
def test_what_the_board_shows(fen, traits):
    assert Chess().traits(ChessInstance(fen)) == traits
    assert Chess().traits(ChessInstance(fen, rating=3000, themes=("endgame",))) == traits
