"""EPD is read leniently, what is wrong is named by its line, and what is written is strict."""

import chess
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats.epd import parse, read, write
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

MATE = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - -"


@pytest.mark.parametrize(
    "line",
    [
        f'{MATE} bm Re8#; id "one";',
        f'{MATE} bm Re8#; id "one"',
        f'{MATE} bm Re8+; id "one";',
        f"{MATE} bm Re8!; id one;",
        f'{MATE} bm e1e8; id "one";',
        f'{MATE} 0 1 bm Re8; id "one";',
        f'{MATE} 0 1; bm Re8; id "one";',
        f'{MATE} 0 1 ;bm Re8;id "one";c0 "a; b";',
        f'  {MATE} id "one"; bm Re8; ce 32000; acd 20;',
        '6k1/5ppp/8/8/8/8/8/3RR1K1 w bm Re8; id "one";',
    ],
)
def test_all_these_say_the_same(line):
    found = parse(line, "x")
    assert found == ChessInstance(f"{MATE} 0 1", "e1e8", id="one", moves=("e1e8",))


def test_several_best_moves_are_all_right():
    found = parse(f"{MATE} bm Re8 Rd8;", "x")
    assert (found.answer, found.also) == ("e1e8", ("d1d8",))
    assert all(Chess().check(found, move).feasible for move in ("e1e8", "d1d8"))


@pytest.mark.parametrize("line", [f"{MATE} dm 1;", f"{MATE} bm #1;"])
def test_a_mate_distance_is_a_theme(line):
    found = parse(line, "x")
    assert found.themes == ("mateIn1",)
    assert found.answer is None


def test_a_position_alone_and_counters_are_kept():
    assert parse("4k3/8/8/8/8/8/4P3/4K3 w - - 12 34", "x").fen.endswith(" 12 34")
    assert parse("4k3/8/8/8/8/8/4P3/4K3 w - - hmvc 3; fmvn 9;", "x").fen.endswith(" 3 9")
    assert parse(f"{chess.STARTING_FEN} ;D1 20 ;D2 400", "x").answer is None


def test_empty_lines_and_comments_are_skipped(tmp_path):
    path = tmp_path / "x.epd"
    path.write_text(f'# a suite\n\n{MATE} bm Re8;\n   \n{MATE} id "b";\n')
    assert [one.id for one in read(path)] == ["", "b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{MATE}\nrubbish\n", "line 2: 'rubbish' does not begin with a position"),
        (f"{MATE} bm Qh9;\n", "line 1: the best move 'Qh9' is no legal move"),
        (f"{MATE} bm Qh5;\n", "line 1: the best move 'Qh5' is no legal move"),
        ("4k3/8/8/8/8/8/8/4R1K1 w - -\n", "line 1: .* not to move is in check"),
        ("8/8/8/8/8/8/8/8 w - -\n", "line 1: .* white has no king"),
        ("R5k1/5ppp/8/8/8/8/8/6K1 b - -\n", "line 1: nothing to solve"),
        ("# nothing\n", "has no position"),
        ("", "has no position"),
    ],
)
def test_what_is_wrong_is_named_by_its_line(tmp_path, text, words):
    path = tmp_path / "x.epd"
    path.write_text(text)
    with pytest.raises(InvalidInstanceError, match=words) as error:
        read(path)
    assert "\n" not in str(error.value)


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text(max_size=80).map(lambda text: f"{MATE} {text}")))
def test_any_line_is_read_or_refused_in_a_sentence(line):
    try:
        found = parse(line, "x")
    except InvalidInstanceError:
        return
    chess.Board(found.fen)


def test_what_is_written_reads_back_and_is_strict(tmp_path):
    problem, path = Chess(), tmp_path / "x.epd"
    puzzles = problem.generate(np.random.default_rng(0), 20, problem.Params())
    write(path, puzzles)
    assert [problem.describe(one) for one in read(path)] == [
        problem.describe(one) for one in puzzles
    ]
    for line, puzzle in zip(path.read_text().splitlines(), puzzles, strict=True):
        board, operations = chess.Board.from_epd(line)
        assert board.fen() == puzzle.fen
        assert [move.uci() for move in operations["bm"]] == [puzzle.answer]
        assert operations["id"] == puzzle.id


def test_an_unknown_answer_stays_unknown(tmp_path):
    path = tmp_path / "x.epd"
    write(path, [ChessInstance(f"{MATE} 0 1")])
    assert read(path) == [ChessInstance(f"{MATE} 0 1")]
