"""Lichess files are read in every form they come in, and each broken one is one clear line."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats.lichess import NEEDED, SIX, TEN, instance_of, read, rows, write
from thinkers_chess.formats.record import Record
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess
from thinkers_chess.puzzles import shipped

from thinkers import InvalidInstanceError
from thinkers.testing.mutations import told

ROW = {
    "PuzzleId": "00008",
    "FEN": "r6k/pp2r2p/4Rp1Q/3p4/8/1N1P2R1/PqP2bPP/7K b - - 0 24",
    "Moves": "f2g3 e6e7 b2b1 b3c1 b1c1 h6c1",
    "Rating": "1811",
    "RatingDeviation": "75",
    "Popularity": "95",
    "NbPlays": "8000",
    "Themes": "crushing hangingPiece long middlegame",
    "GameUrl": "https://lichess.org/787zsVup/black#48",
    "OpeningTags": "",
}
SOLVED = ChessInstance(
    fen="r6k/pp2r2p/4Rp1Q/3p4/8/1N1P2b1/PqP3PP/7K w - - 0 25",
    answer="e6e7",
    id="00008",
    rating=1811,
    themes=("crushing", "hangingPiece", "long", "middlegame"),
    moves=("e6e7", "b2b1", "b3c1", "b1c1", "h6c1"),
    setup=(ROW["FEN"], "f2g3"),
)


def text(columns, header=True, **changes):
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerow({**ROW, **changes})
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        text(TEN),
        text(SIX),
        text(TEN[:9]),
        text(TEN[::-1]),
        text((*SIX, "Depth")),
        text(TEN, header=False),
        text(TEN[:9], header=False),
        text(SIX, header=False),
        "\ufeff" + text(TEN),
        text(TEN).replace("\n", "\r\n"),
        text(TEN) + "\n\n",
        text(TEN).rstrip("\n"),
        text(SIX[:5]),
        text(SIX[:5], header=False),
        text(TEN).replace("PuzzleId,FEN,Moves", "puzzleid,fen,moves"),
        text(TEN).replace(",", ";"),
        text(TEN).replace(",", "\t"),
        text(TEN) + ",,,,,,,,,\n",
    ],
)
def test_every_form_gives_the_same_puzzle(tmp_path, content):
    path = tmp_path / "puzzles.csv"
    path.write_bytes(content.encode())
    assert read(path) == [Record(SOLVED)]


def test_a_position_and_its_moves_are_enough(tmp_path):
    path = tmp_path / "puzzles.csv"
    path.write_text(text(("Moves", "FEN")))
    bare = replace(SOLVED, id="", rating=None, themes=())
    assert read(path) == [Record(bare)]


def test_castling_is_written_as_standard_chess_does(tmp_path):
    path = tmp_path / "puzzles.csv"
    path.write_text("FEN,Moves\nr3k2r/8/8/8/8/8/7p/R3K2R b KQkq - 0 1,h8f8 e1a1\n")
    assert read(path)[0].instance.answer == "e1c1"


@pytest.mark.parametrize(
    "name", ["=HYPERLINK(1)", "'=1", "''+1", "'x", "@a", "-1", 'a,"b";c', " x "]
)
def test_a_name_is_no_formula_and_comes_back(tmp_path, name):
    path = tmp_path / "puzzles.csv"
    write(path, [Record(replace(SOLVED, id=name))])
    (cell,) = (row["PuzzleId"] for row in csv.DictReader(path.read_text().splitlines()))
    assert not cell.startswith(tuple("=+-@"))
    assert read(path)[0].instance.id == name


@pytest.mark.parametrize("column", NEEDED)
def test_a_missing_column_is_named(tmp_path, column):
    path = tmp_path / "puzzles.csv"
    path.write_text(text([name for name in SIX if name != column]))
    with pytest.raises(InvalidInstanceError, match=f"has no column {column}, only ") as error:
        read(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"FEN": "rubbish"}, r"line 2: illegal FEN 'rubbish'"),
        ({"FEN": "4k3/8/8/8/8/8/8/4R1K1 w - - 0 1"}, "line 2: .* not to move is in check"),
        ({"Moves": "f2g3"}, "line 2: expected the opponent's move and the answer, got 'f2g3'"),
        ({"Moves": ""}, "line 2: expected the opponent's move and the answer"),
        ({"Moves": "e6e7 f2g3"}, "line 2: 'e6e7' is no legal move"),
        ({"Moves": "f2g3 e6d4"}, "line 2: 'e6d4' is no legal move"),
        ({"Moves": "f2g3 e6e7 b2b9"}, "line 2: 'b2b9' is no legal move"),
        ({"Rating": "high"}, "line 2: the rating 'high' is no number"),
        ({"Rating": "9" * 5000}, "line 2: the rating '9{89}…' is no number"),
        ({"Rating": "1_0"}, "line 2: the rating '1_0' is no number"),
        ({"Rating": "١٢"}, "line 2: the rating '١٢' is no number"),
        ({"Moves": "0000 e6e7"}, "line 2: '0000' is no legal move"),
        ({"Moves": "f2g3 0000"}, "line 2: '0000' is no legal move"),
        ({"PuzzleId": "a\nb"}, "has control characters"),
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path, changes, words):
    path = tmp_path / "puzzles.csv"
    path.write_text(text(TEN, **changes))
    with pytest.raises(InvalidInstanceError, match=words):
        read(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        (text(TEN) + "00009,too short\n", "line 3: expected at least 9 cells, got 2"),
        ("name,age\nBob,7\n", "has no column FEN, only 'name, age'"),
        ("FEN,fen,Moves\n", "has several columns FEN"),
        ("\0\0\0", "has control characters"),
    ],
)
def test_what_is_no_puzzle_file_is_said(tmp_path, content, words):
    path = tmp_path / "puzzles.csv"
    path.write_text(content)
    with pytest.raises(InvalidInstanceError, match=words):
        read(path)


def test_an_unrated_puzzle_has_no_rating():
    (row,) = rows(text(SIX, Rating="").splitlines(), "x")
    assert instance_of(row, "x").rating is None


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_a_sentence(content):
    with told(Path("x")):
        assert all(instance_of(row, "x").answer for row in rows(io.StringIO(content), "x"))


@pytest.mark.parametrize("name", ["puzzles.csv", "puzzles.csv.zst"])
def test_what_is_written_reads_back(tmp_path, name):
    if name.endswith(".zst"):
        pytest.importorskip("zstandard")
    problem = Chess()
    puzzles = problem.generate(np.random.default_rng(0), 20, problem.Params())
    records = [Record(puzzle, puzzle.answer) for puzzle in puzzles] + [Record(puzzles[0])]
    write(tmp_path / name, records)
    assert read(tmp_path / name) == records
    without = [Record(puzzle) for puzzle in puzzles]
    write(tmp_path / name, without)
    assert read(tmp_path / name) == without


def test_shipped_rows_say_what_the_file_says():
    row = next(row for row in shipped("lichess") if row.id == "00008")
    assert instance_of(row, "x").moves == SOLVED.moves


@pytest.mark.parametrize(
    ("puzzle", "words"),
    [
        (ChessInstance(SOLVED.fen, "e6e7", id="mine"), "puzzle 'mine' lacks the opponent's last"),
        (ChessInstance(SOLVED.fen, setup=SOLVED.setup), "puzzle 1 has no answer"),
        (replace(SOLVED, also=("h6e3",)), "puzzle '00008' has more than one answer"),
    ],
)
def test_what_the_columns_cannot_hold_is_said(tmp_path, puzzle, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        write(tmp_path / "x.csv", [Record(puzzle)])
    assert "write .epd or .npz" in error.value.hint
    assert not (tmp_path / "x.csv").exists()
