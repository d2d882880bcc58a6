"""A small file holds no more puzzles, lines and moves than can be checked in a moment or two."""

import chess
import numpy as np
import pytest
from thinkers_chess.formats import files, read

from thinkers import InvalidInstanceError

FEN = "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 {}"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """As if far fewer were too many."""
    monkeypatch.setattr(files, "MAX_POSITIONS", 20)


def contents(count):
    fens = [FEN.format(number) for number in range(1, count + 1)]
    lichess = "PuzzleId,FEN,Moves\n" + "".join(f"a,{fen},e1e2 g8f8\n" for fen in fens)
    pgn = "".join(f'[FEN "{fen}"]\n\nRe8# *\n\n' for fen in fens)
    return {"a.fen": "\n".join(fens), "a.epd": "\n".join(fens), "a.csv": lichess, "a.pgn": pgn}


@pytest.mark.parametrize("name", ["a.fen", "a.epd", "a.csv", "a.pgn"])
def test_different_puzzles(name, tmp_path, monkeypatch):
    path = tmp_path / name
    path.write_text(contents(20)[name])
    assert len(read(path)) == 20
    path.write_text(contents(21)[name])
    with pytest.raises(InvalidInstanceError, match=r"21 different puzzles, .* at most 20") as told:
        read(path)
    monkeypatch.setenv(*told.value.hint.split()[-1].split("="))
    assert len(read(path)) == 21


def test_different_puzzles_of_an_archive(tmp_path):
    np.savez(tmp_path / "a.npz", fen=np.array([FEN.format(number) for number in range(1, 22)]))
    with pytest.raises(InvalidInstanceError, match="holds 21 different puzzles"):
        read(tmp_path / "a.npz")
    np.savez(tmp_path / "b.npz", fen=np.array([FEN.format(1)] * 30))
    assert len(read(tmp_path / "b.npz")) == 30


def test_moves_of_games(tmp_path):
    path = tmp_path / "a.pgn"
    path.write_text("Nf3 Nf6 Ng1 Ng8 " * 30_000 + "*\n")
    with pytest.raises(InvalidInstanceError, match=r"holds 120,000 moves, .* at most 40,000"):
        read(path)
    path.write_text("Nf3 Nf6 Ng1 Ng8 " * 100 + "*\n")
    (one,) = read(path)
    assert chess.Board(one.instance.fen).fullmove_number == 201


def test_moves_of_puzzles(tmp_path):
    path = tmp_path / "a.csv"
    line = " ".join(["e1e2", "g8f8", "e2e1", "f8g8"] * 2000)
    rows = (f"{FEN.format(number)},{line}\n" for number in range(1, 7))
    path.write_text("FEN,Moves\n" + "".join(rows))
    with pytest.raises(InvalidInstanceError, match=r"holds 48,000 moves, .* at most 40,000"):
        read(path)


def test_words_of_operations(tmp_path):
    path = tmp_path / "a.epd"
    path.write_text("6k1/5ppp/8/8/8/8/8/4R1K1 w - - am" + " Re2" * 70_000 + ";\n")
    with pytest.raises(InvalidInstanceError, match=r"holds 70,001 words .* at most 60,000"):
        read(path)


@pytest.mark.parametrize("name", ["a.epd.zst", "a.pgn.zst", "a.csv.zst"])
def test_lines_that_a_small_file_unpacks_to(name, tmp_path):
    zstandard = pytest.importorskip("zstandard")
    path = tmp_path / name
    path.write_bytes(zstandard.ZstdCompressor().compress(b"FEN,Moves\n" + b"\n" * 3_000_000))
    with pytest.raises(InvalidInstanceError, match=r"holds 201,000 lines .* at most 200,000"):
        read(path)
