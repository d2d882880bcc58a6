"""A game tagged with a FEN is a puzzle; another game's last position is one without an answer."""

import chess
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats.pgn import read
from thinkers_chess.formats.record import Record
from thinkers_chess.instance import ChessInstance

from thinkers import InvalidInstanceError
from thinkers.testing.mutations import told

FEN = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1"
PUZZLE = f"""[Event "Back \\"rank\\""]
[SetUp "1"]
[FEN "{FEN}"]

"""
SOLVED = ChessInstance(FEN, "e1e8", id='Back "rank"', moves=("e1e8",))


def found(tmp_path, text):
    path = tmp_path / "x.pgn"
    path.write_text(text)
    return read(path)


@pytest.mark.parametrize(
    "moves",
    [
        "1. Re8# 1-0\n",
        "1.Re8# *",
        "{ the rank\n [x] } 1. Re8# $1 { mate } 1-0\n",
        "1. Re8#! (1. Rd8# {the same (or not)} (1. Kf1 g6)) 1-0\n",
        "; a comment\n% escaped\n1. Re8# ; mate\n1-0",
        "Re8#",
    ],
)
def test_the_first_move_from_a_fen_is_the_answer(tmp_path, moves):
    assert found(tmp_path, PUZZLE + moves) == [Record(SOLVED)]
    both = found(tmp_path, (PUZZLE + moves).rstrip("\n") + "\n\n" + PUZZLE + "1. Re8# 1-0\n")
    assert both == [Record(SOLVED)] * 2


@pytest.mark.parametrize("moves", ["", "*\n", "1. Kf1? h6 2. Re8# 1-0\n", "1. Kf1 $4 h6 *\n"])
def test_without_a_move_or_with_a_mistake_no_answer_is_known(tmp_path, moves):
    (record,) = found(tmp_path, PUZZLE + moves)
    assert record.instance == ChessInstance(FEN, id='Back "rank"')


def test_the_last_position_of_a_game_is_to_be_solved(tmp_path):
    text = '[Event "?"]\n[White "A"]\n\n1. e4 e5 2. Nf3\n Nc6 3. Bb5 a6 1/2-1/2\n'
    board = chess.Board()
    for move in ("e4", "e5", "Nf3", "Nc6", "Bb5", "a6"):
        board.push_san(move)
    assert found(tmp_path, text) == [Record(ChessInstance(board.fen()))]
    assert found(tmp_path, "1. e4 e5 2. Nf3 Nc6 3. Bb5 a6") == found(tmp_path, text)
    assert len(found(tmp_path, "1. e4 *\n1. d4 *\n\n1. c4")) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (PUZZLE + "1. Qh5 *", "game at line 1: the move 'Qh5' is no legal move"),
        ("1. e4 *\n\n1. e4 Sf6 *", "game at line 3: the move 'Sf6' is no legal move"),
        ("1. e4 -- *", "the move '--' is no legal move"),
        ("hello", "the move 'hello' is no legal move"),
        (PUZZLE + "1. Re8# { never ends", "a comment in braces does not end"),
        (PUZZLE + "1. Re8# ( 1. Kf1", "a variation does not end"),
        (PUZZLE + "1. Re8# ) 1-0", "a variation ends that did not begin"),
        ('[FEN "rubbish"]\n\n*', "game at line 1: illegal FEN 'rubbish'"),
        (PUZZLE + '[Variant "Chess960"]\n\n*', "the variant 'chess960' is not read"),
        ("1. f3 e5 2. g4 Qh4# 0-1", "nothing to solve in .* it is checkmate"),
    ],
)
def test_what_is_wrong_is_named_by_its_game(tmp_path, text, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        found(tmp_path, text)
    assert "\n" not in str(error.value)


@settings(max_examples=100, deadline=None)
@given(st.text('[]{}();$%01.-*"\\ \nNFEe48Re+x#?! FEN', max_size=80))
def test_any_text_is_read_or_refused_in_a_sentence(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.pgn"
    for content in (text, PUZZLE + text):
        path.write_text(content)
        with told(path):
            assert all(isinstance(each, Record) for each in read(path))
