"""EPD is read leniently, what is wrong is named by its line, and what is written is strict."""

from contextlib import suppress
from pathlib import Path
from time import process_time

import chess
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats import epd
from thinkers_chess.formats.epd import read, write
from thinkers_chess.formats.record import Record
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError
from thinkers.testing.mutations import told


def parse(line, where):
    return epd.parse(line, where).instance


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
        f'{MATE} id "one"; bm Re8; ce 32000; acd 20;',
        f'{MATE} bm Re8; bm Re8; id "one"; id "one";',
        f'{MATE} bm 1.Re8#; id "one";',
        f'{MATE} bm 1. Re8#; id "one";',
        f'{MATE} BM "Re8#"; ID "one";',
        f'{MATE}\tbm\tRe8;\tid\t"one";',
    ],
)
def test_all_these_say_the_same(line):
    found = parse(line, "x")
    assert found == ChessInstance(f"{MATE} 0 1", "e1e8", id="one", moves=("e1e8",))


def test_several_best_moves_are_all_right():
    found = parse(f"{MATE} bm Re8 Rd8;", "x")
    assert (found.answer, found.also) == ("e1e8", ("d1d8",))
    assert all(Chess().check(found, move).feasible for move in ("e1e8", "d1d8"))


def test_a_repeated_opcode_gives_all_its_moves():
    found = parse(f"{MATE} bm Re8; am Kf1; bm Rd8; am Kh1 Kf1;", "x")
    assert found.best == ("e1e8", "d1d8")
    assert found.avoid == ("g1f1", "g1h1")


@pytest.mark.parametrize("line", [f"{MATE} dm 1;", f"{MATE} bm #1;", f'{MATE} dm "1"; bm #1;'])
def test_a_mate_distance_is_kept(line):
    found = parse(line, "x")
    assert found.mate == 1
    assert found.answer is None


@pytest.mark.parametrize("line", [MATE, f"{MATE} bm;", f"{MATE} pv Re8#; ce 32767;", f"{MATE} x;"])
def test_where_no_answer_is_said_none_is_known(line):
    found = parse(line, "x")
    assert found == ChessInstance(f"{MATE} 0 1")
    assert Chess().check(found, "g1f1").unknown


def test_a_pawn_move_is_no_comment():
    fen = "4k3/8/8/8/8/8/2P5/4K3 w - -"
    assert parse(f"{fen} bm c4 c3; pv c4 Kd7;", "x").best == ("c2c4", "c2c3")


def test_an_answer_is_kept_apart_from_what_is_right():
    assert epd.parse(f"{MATE} bm Re8; pm Kf1;", "x").answer == "g1f1"
    assert epd.parse(f"{MATE} pm Kf1;", "x") == Record(ChessInstance(f"{MATE} 0 1"), "g1f1")


def test_a_position_alone_and_counters_are_kept():
    assert parse("4k3/8/8/8/8/8/4P3/4K3 w - - 12 34", "x").fen.endswith(" 12 34")
    assert parse("4k3/8/8/8/8/8/4P3/4K3 w - - hmvc 3; fmvn 9;", "x").fen.endswith(" 3 9")
    assert parse(f"{chess.STARTING_FEN} ;D1 20 ;D2 400", "x").answer is None


def test_empty_lines_and_comments_are_skipped(tmp_path):
    path = tmp_path / "x.epd"
    path.write_text(f'# a suite\n\n{MATE} bm Re8;\n   \n{MATE} id "b";\n')
    assert [record.instance.id for record in read(path)] == ["", "b"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{MATE}\nrubbish\n", "line 2: 'rubbish' does not begin with a position"),
        (f"{MATE} bm Qh9;\n", "line 1: the best move 'Qh9' is no legal move"),
        (f"{MATE} bm Qh5;\n", "line 1: the best move 'Qh5' is no legal move"),
        ("4k3/8/8/8/8/8/8/4R1K1 w - -\n", "line 1: .* not to move is in check"),
        ("8/8/8/8/8/8/8/8 w - -\n", "line 1: .* white has no king"),
        ("R5k1/5ppp/8/8/8/8/8/6K1 b - -\n", "line 1: nothing to solve"),
        (f"{MATE} bm Re8; am Re8;\n", "line 1: the same move is to be found and to be avoided"),
        (f"{MATE} bm --;\n", "line 1: the best move '--' is no legal move"),
        (f"{MATE} am Z0;\n", "line 1: the move to avoid 'Z0' is no legal move"),
        (f"{MATE} pm Re8 Rd8;\n", "line 1: pm takes one move, got 2"),
        (f"{MATE} dm 0;\n", "line 1: mate in 0 is no distance"),
        (f"{MATE} dm -2;\n", "line 1: dm takes a number of at most four digits, got '-2'"),
        (f"{MATE} dm;\n", "line 1: dm takes a number"),
        (f"{MATE} dm 1; dm 2;\n", "line 1: dm stands there twice"),
        (f"{MATE} dm 1; bm #2;\n", "line 1: several distances to mate"),
        (f"{MATE} dm {'9' * 5000};\n", "line 1: dm takes a number"),
        (f"{MATE} id a; id b;\n", "line 1: id stands there twice"),
        (f'{MATE} id "a" "b";\n', "line 1: id takes one text, got 2"),
        (f'{MATE} c0 "none" bm Re8;\n', "line 1: 'bm' stands within the operation 'c0'"),
        (f"{MATE} id one bm Re8;\n", "line 1: 'bm' stands within the operation 'id'"),
        (f'{MATE} bm Re8 id "x";\n', "line 1: 'id' stands within the operation 'bm'"),
        (f'{MATE} bm Re8 "x";\n', "line 1: the best move 'x' is no legal move"),
        (f'{MATE} bm Re8; id "x;\n', "line 1: a quotation mark is not closed"),
        (f"{MATE} 0 1 2 bm Re8;\n", "line 1: expected an operation such as bm or id, got '2'"),
        (f"{MATE} hmvc x; bm Re8;\n", "line 1: hmvc takes a number"),
        ("r3k2r/8/8/8/8/8/8/R3K2R w HAha - bm O-O;\n", "line 1: .* castling rights 'HAha'"),
        ("r3k2r/8/8/8/8/8/8/R3K2R w AHah - bm O-O;\n", "line 1: .* castling rights 'AHah'"),
        ("4k3/8/8/pP6/8/8/8/4K3 w - A6 bm bxa6;\n", "line 1: .* en-passant square 'A6'"),
        ("4k3/8/8/8/8/8/8/4K3 W - - bm Kd2;\n", "line 1: .* does not begin with a position"),
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
    with told(Path("x")):
        assert chess.Board(parse(line, "x").fen).is_valid()


def test_what_is_written_reads_back_and_is_strict(tmp_path):
    problem, path = Chess(), tmp_path / "x.epd"
    puzzles = problem.generate(np.random.default_rng(0), 20, problem.Params())
    write(path, [Record(puzzle) for puzzle in puzzles])
    assert read(path) == [Record(puzzle) for puzzle in puzzles]
    for line, puzzle in zip(path.read_text().splitlines(), puzzles, strict=True):
        board, operations = chess.Board.from_epd(line)
        assert board.fen() == puzzle.fen
        assert [move.uci() for move in operations["bm"]] == [puzzle.answer]
        assert operations["id"] == puzzle.id


def test_an_unknown_answer_stays_unknown(tmp_path):
    path = tmp_path / "x.epd"
    write(path, [Record(ChessInstance(f"{MATE} 0 1"), "g1f1")])
    assert read(path) == [Record(ChessInstance(f"{MATE} 0 1"), "g1f1")]
    assert "bm" not in path.read_text()


@pytest.mark.parametrize("name", ['x"; bm Kf2; id "y', "a\\", 'a\\"; bm Kf2;', ";", " x ", "bm"])
def test_a_name_injects_no_operation(tmp_path, name):
    path = tmp_path / "x.epd"
    record = Record(ChessInstance(f"{MATE} 0 1", "e1e8", id=name, moves=("e1e8",)))
    write(path, [record])
    assert read(path) == [record]


@pytest.mark.parametrize(
    "rest", ["a" * 2000 + '"', "a " * 2000 + '"', '"' * 2001, "a;" * 2000 + "1", '"\\' * 2001]
)
def test_long_lines_take_no_longer_than_they_are_long(rest):
    begin = process_time()
    with suppress(InvalidInstanceError):
        parse(f"{MATE} {rest * 20}", "x")
    assert process_time() - begin < 2  # 2,000 letters once took 159 s


@pytest.mark.parametrize("square", ["c3", "c6"])
def test_an_en_passant_square_is_no_comment(tmp_path, square):
    rank = {"c3": "8/8/8/8/1pP5/8/8/K1k5 b - c3", "c6": "k1K5/8/8/1Pp5/8/8/8/8 w - c6"}[square]
    path = tmp_path / "a.epd"
    path.write_text(f'{rank} id "one";\n')
    [record] = read(path)
    assert record.instance.fen.split()[3] == square
    assert record.instance.id == "one"
