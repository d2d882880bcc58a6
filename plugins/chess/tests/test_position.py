"""Only legal positions in which somebody can move get through; the others are named."""

import random

import chess
import pytest
from thinkers_chess.instance import ChessInstance
from thinkers_chess.position import REASONS, board_of, canonical, push

from thinkers import InvalidInstanceError


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        ("", "illegal FEN"),
        ("hello", "illegal FEN 'hello'"),
        ("8/8/8/8/8/8/8 w - - 0 1", "expected 8 rows"),
        ("9/8/8/8/8/8/8/8 w - - 0 1", "illegal FEN"),
        ("4k3/8/8/8/8/8/8/4K3 x - - 0 1", "illegal FEN"),
        ("4k3/8/8/8/8/8/8/4K3 w - e9 0 1", "illegal FEN"),
        ("8/8/8/8/8/8/8/8 w - - 0 1", "white has no king"),
        ("4k3/8/8/8/8/8/8/8 w - - 0 1", "white has no king"),
        ("4k3/8/8/8/8/8/8/2K1K3 w - - 0 1", "more than one king"),
        ("4k2P/8/8/8/8/8/8/4K3 w - - 0 1", "first or last rank"),
        ("4k3/8/8/8/8/8/8/4R1K1 w - - 0 1", "the side that is not to move is in check"),
        ("4k3/8/8/8/8/8/8/4K3 w - e6 0 1", "en-passant"),
    ],
)
def test_an_illegal_fen_is_one_line(fen, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        board_of(fen, "file.epd, line 3")
    assert str(error.value).startswith("file.epd, line 3: illegal FEN")
    assert "\n" not in str(error.value)


def test_every_complaint_of_python_chess_has_words():
    named = {status.name.removeprefix("STATUS_") for status in chess.Status if status}
    assert named - set(REASONS) == {"BAD_CASTLING_RIGHTS", "RACE_CHECK", "RACE_OVER",
                                    "RACE_MATERIAL"}  # fmt: skip


def test_castling_rights_that_nothing_backs_up_are_ignored():
    found = ChessInstance.unlabelled("4k3/8/8/8/8/8/8/4K3 w KQkq - 0 1")
    assert found.fen == "4k3/8/8/8/8/8/8/4K3 w - - 0 1"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        ("R5k1/5ppp/8/8/8/8/8/6K1 b - - 0 1", "it is checkmate"),
        ("k7/2Q5/8/8/8/8/8/6K1 b - - 0 1", "it is stalemate"),
    ],
)
def test_a_game_that_is_over_is_nothing_to_solve(fen, words):
    with pytest.raises(InvalidInstanceError, match=words):
        ChessInstance.unlabelled(fen)


@pytest.mark.parametrize("counters", ["", " 0", " 0 1"])
def test_missing_counters_take_their_usual_values(counters):
    found = ChessInstance.unlabelled(f"4k3/8/8/8/8/8/4P3/4K3 w - -{counters}")
    assert found.fen == "4k3/8/8/8/8/8/4P3/4K3 w - - 0 1"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("4k3/8/8/8/8/8/8/4K3", "side to move and castling rights and en-passant square missing"),
        ("4k3/8/8/8/8/8/8/4K3 w", "castling rights and en-passant square missing"),
        ("4k3/8/8/8/8/8/8/4K3 w KQ", "illegal FEN .*: en-passant square missing"),
    ],
)
def test_fields_that_change_a_position_are_never_made_up(fields, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        board_of(fields)
    assert "w - - 0 1; `- -` says" in error.value.hint


@pytest.mark.parametrize("move", ["e2e5", "e7e5", "x", "", "e2e4q"])
def test_an_illegal_move_is_named(move):
    with pytest.raises(InvalidInstanceError, match=r"^row 1: .* is no legal move in "):
        push(chess.Board(), move, "row 1")


def test_boards_of_whole_ranks_are_those_of_python_chess():
    rng, seen = random.Random(0), 0
    for _ in range(20):
        board = chess.Board()
        while any(board.legal_moves) and board.ply() < 60:
            board.push(rng.choice(list(board.legal_moves)))
            fen = board.fen(en_passant="fen")
            found = board_of(fen)
            assert found == chess.Board(fen)
            assert canonical(fen, found) == board.fen()
            seen += found.ep_square is not None
    assert seen > 10


@pytest.mark.parametrize(
    "placement",
    [
        "8/8/8/8/8/8/8",
        "8/8/8/8/8/8/8/8/8",
        "9/8/8/8/8/8/8/8",
        "44/8/8/8/8/8/8/Kk6",
        "K7k/8/8/8/8/8/8/8",
    ],
)
def test_ranks_that_are_none_are_refused(placement):
    with pytest.raises(InvalidInstanceError, match="illegal FEN"):
        board_of(f"{placement} w - - 0 1")
