"""An archive gives back every part of every puzzle, and says what is wrong with any other file."""

import numpy as np
import pytest
from thinkers_chess.formats.archive import read, write
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError, ThinkersError

FEN = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1"


def test_what_is_written_reads_back(tmp_path):
    problem, path = Chess(), tmp_path / "x.npz"
    puzzles = problem.generate(np.random.default_rng(0), 20, problem.Params())
    puzzles += [ChessInstance(FEN), ChessInstance(FEN, "e1e8", also=("d1d8",))]
    write(path, puzzles)
    assert read(path) == puzzles


def test_positions_alone_are_enough(tmp_path):
    np.savez(tmp_path / "x.npz", fen=np.array([FEN]))
    assert read(tmp_path / "x.npz") == [ChessInstance(FEN)]


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"bits": np.zeros(3)}, "has no array 'fen'"),
        ({"fen": np.zeros(3)}, "expected arrays of text of one length"),
        ({"fen": np.array([FEN]), "id": np.array(["a", "b"])}, "text of one length"),
        ({"fen": np.array([FEN, "rubbish"])}, "puzzle 2: illegal FEN"),
        ({"fen": np.array([FEN]), "answer": np.array(["e1e9"])}, "puzzle 1: 'e1e9' is no legal"),
        ({"fen": np.array([FEN]), "rating": np.array(["x"])}, "puzzle 1: the rating 'x'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, arrays, words):
    np.savez(tmp_path / "x.npz", **arrays)
    with pytest.raises(InvalidInstanceError, match=words):
        read(tmp_path / "x.npz")


@pytest.mark.parametrize("content", [b"", b"PK\3\4 and so on", b"no archive at all", b"\x80\4."])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match="is no NumPy archive"):
        read(path)


def test_a_missing_file_and_a_missing_folder_are_named(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read(tmp_path / "x.npz")
    with pytest.raises(ThinkersError, match="cannot write"):
        write(tmp_path / "none" / "x.npz", [ChessInstance(FEN)])
