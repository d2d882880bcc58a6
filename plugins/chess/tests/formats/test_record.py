"""A record takes its usual form, once and for all, or what is wrong with it is said."""

import chess
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.formats.record import Record, checked, rating_of, require_text
from thinkers_chess.instance import ChessInstance
from thinkers_chess.puzzles import shipped

from thinkers import InvalidInstanceError

CASTLE = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"


def test_shipped_puzzles_are_in_their_usual_form():
    for row in shipped("lichess")[::100]:
        record = Record(instance_of(row, row.id), instance_of(row, row.id).answer)
        assert checked(record) == record


def test_other_spellings_take_the_usual_form():
    found = checked(Record(ChessInstance(f" {CASTLE[:-4]}", "e1h1", also=("e1h1", "e1a1")), "e1a1"))
    usual = ChessInstance(CASTLE, "e1g1", also=("e1c1",), moves=("e1g1",))
    assert found == Record(usual, "e1c1")
    assert checked(found) == found


def test_a_square_behind_a_pawn_that_nobody_can_take_is_left_out():
    after = chess.Board()
    after.push_uci("e2e4")
    fen = after.fen(en_passant="fen")
    assert " e3 " in fen
    assert checked(Record(ChessInstance(fen))).instance.fen == after.fen()


@given(st.integers(-999_999, 999_999))
def test_ratings_are_numbers(rating):
    assert rating_of(str(rating), "x") == rating


@pytest.mark.parametrize(
    "text", ["x", "1.5", "1_0", "+1", " 1", "1e3", "²", "١", "9" * 5000, "nan"]
)
def test_other_ratings_are_refused(text):
    with pytest.raises(InvalidInstanceError, match=r"^x: the rating .* is no number") as error:
        rating_of(text, "x")
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u2028", "\u2029", "\x85"])
def test_text_that_turns_or_ends_lines_is_refused(mark):
    with pytest.raises(InvalidInstanceError, match="control characters") as raised:
        require_text(f"a{mark}b", (), "here")
    assert mark not in str(raised.value)
    require_text("Zürich \u05d0\u200d", (), "here")
