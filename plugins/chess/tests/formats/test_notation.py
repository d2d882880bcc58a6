"""Moves are understood however people write them, and never mistaken for others."""

import chess
import pytest
from thinkers_chess.formats.notation import moves_of

from thinkers import InvalidInstanceError

ROOKS = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1"
PASSANT = "4k3/8/8/pP6/8/8/8/4K3 w - a6 0 1"
CASTLE = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
PROMOTE = "8/4P1k1/8/8/8/8/8/4K3 w - - 0 1"
KNIGHT = "4k3/8/8/8/8/8/8/1N2K3 w - - 0 1"


def found(fen, words):
    return moves_of(chess.Board(fen), words.split(), "x", "best move")


@pytest.mark.parametrize(
    ("fen", "words", "moves"),
    [
        *((ROOKS, word, "e1e8") for word in (
            "Re8", "Re8#", "Re8+", "Re8++", "Re8!", "Re8?!", "Re8#!!", "1.Re8", "1. Re8#",
            "12...Re8", "1... Re8", "Re1e8", "Re1-e8", "e1e8", "Re8,",
        )),
        *((PASSANT, word, "b5a6") for word in (
            "bxa6", "bxa6ep", "bxa6e.p.", "bxa6 e.p.", "bxa6 ep", "1.bxa6e.p.!", "b5xa6", "b5a6",
        )),
        *((CASTLE, word, "e1g1") for word in (
            "O-O", "0-0", "o-o", "0-0+", "1.O-O!", "e1g1", "e1h1",
        )),
        *((CASTLE, word, "e1c1") for word in ("O-O-O", "0-0-0", "0-0-0!?", "e1a1")),
        *((PROMOTE, word, "e7e8q") for word in (
            "e8=Q", "e8Q", "e8=Q!", "e7e8q", "e7e8Q", "1.e8=Q",
        )),
    ],
)  # fmt: skip
def test_one_move_in_many_spellings(fen, words, moves):
    assert found(fen, words) == (moves,)


def test_several_moves_keep_their_order_and_are_not_doubled():
    assert found(ROOKS, "Rd8, Re8 Rd8") == ("d1d8", "e1e8")


@pytest.mark.parametrize(
    ("fen", "word"),
    [
        (ROOKS, "--"), (ROOKS, "0000"), (ROOKS, "Z0"), (ROOKS, "@@@@"), (ROOKS, "Te8"),
        (ROOKS, "Re9"), (ROOKS, "or"), (ROOKS, "Qe8"), (ROOKS, "E1E8"), (KNIGHT, "B1c3"),
        (PROMOTE, "e8"), (ROOKS, "R"), (ROOKS, "-"), (ROOKS, "1"),
    ],
)  # fmt: skip
def test_what_is_no_legal_move_is_refused(fen, word):
    with pytest.raises(InvalidInstanceError, match=r"^x: the best move .* is no legal move"):
        found(fen, word)
