"""An archive gives back every part of every puzzle, and says what is wrong with any other file."""

import io
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats.archive import read, write
from thinkers_chess.formats.record import Record
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError, ThinkersError
from thinkers.problems.files import UNPACKED
from thinkers.testing.mutations import told

FEN = "6k1/5ppp/8/8/8/8/8/3RR1K1 w - - 0 1"


def test_what_is_written_reads_back(tmp_path):
    problem, path = Chess(), tmp_path / "x.npz"
    puzzles = problem.generate(np.random.default_rng(0), 20, problem.Params())
    records = [Record(puzzle, puzzle.answer) for puzzle in puzzles]
    records.append(Record(ChessInstance(FEN)))
    records.append(Record(ChessInstance(FEN, "e1e8", also=("d1d8",), moves=("e1e8",)), "g1f1"))
    records.append(Record(ChessInstance(FEN, avoid=("g1f1", "g1h1"), mate=1)))
    write(path, records)
    assert read(path) == records


def test_positions_alone_are_enough(tmp_path):
    np.savez(tmp_path / "x.npz", fen=np.array([FEN]))
    assert read(tmp_path / "x.npz") == [Record(ChessInstance(FEN))]


def test_a_file_of_another_problem_is_refused_with_what_it_holds(tmp_path):
    np.savez(tmp_path / "x.npz", distances=np.zeros((3, 3)), names=np.array(["a"]))
    with pytest.raises(InvalidInstanceError, match="no array 'fen', only 'distances, names'"):
        read(tmp_path / "x.npz")


def test_arrays_that_nobody_asked_for_are_not_unpacked(tmp_path):
    path = tmp_path / "x.npz"
    np.savez_compressed(path, fen=np.array([FEN]), other=np.zeros(1 << 20))
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("other.npy").header_offset
    content[start + 100 : start + 200] = bytes(100)
    path.write_bytes(content)
    assert read(path) == [Record(ChessInstance(FEN))]


def test_what_unpacks_to_too_much_is_refused_with_the_figure(tmp_path, monkeypatch):
    path = tmp_path / "x.npz"
    np.savez_compressed(path, fen=np.array([FEN] * 8000))
    assert path.stat().st_size < 10_000
    monkeypatch.setenv(UNPACKED, "1")
    with pytest.raises(InvalidInstanceError, match="more than 1 MiB, for a file of"):
        read(path)
    monkeypatch.setenv(UNPACKED, "2")
    assert len(read(path)) == 8000


def test_a_header_that_claims_more_than_there_is_allocates_nothing(tmp_path):
    content = io.BytesIO()
    header = {"descr": f"<U{1 << 20}", "fortran_order": False, "shape": (1 << 40,)}
    np.lib.format.write_array_header_1_0(content, header)
    with zipfile.ZipFile(tmp_path / "x.npz", "w") as archive:
        archive.writestr("fen.npy", content.getvalue() + b"abcd")
    with pytest.raises(InvalidInstanceError, match=r"'fen\.npy': expected text, got"):
        read(tmp_path / "x.npz")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damaged_archive_is_read_or_refused_in_a_sentence(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "damaged.npz"
    np.savez_compressed(path, fen=np.array([FEN]), answer=np.array(["e1e8"]))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))])
    with told(path):
        assert all(isinstance(each, Record) for each in read(path))


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"bits": np.zeros(3)}, "has no array 'fen'"),
        ({"fen": np.zeros(3)}, "'fen.npy': expected text, got float64"),
        ({"fen": np.array([FEN]), "id": np.array(["a", "b"])}, "text of one length"),
        ({"fen": np.array([FEN, "rubbish"])}, "puzzle 2: illegal FEN"),
        ({"fen": np.array([FEN]), "answer": np.array(["e1e9"])}, "puzzle 1: 'e1e9' is no legal"),
        ({"fen": np.array([FEN]), "rating": np.array(["x"])}, "puzzle 1: the rating 'x'"),
        ({"fen": np.array([FEN]), "mate": np.array(["x"])}, "puzzle 1: mate in 'x'"),
        ({"fen": np.array([FEN]), "predicted": np.array(["0000"])}, "'0000' is no legal move"),
        ({"fen": np.array([FEN]), "id": np.array(["a\nb"])}, "puzzle 1: .* control characters"),
        ({"fen": np.array([[FEN]])}, "expected arrays of text of one length"),
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
    with pytest.raises(InvalidInstanceError, match="is no NumPy file, or is damaged"):
        read(path)


def test_a_missing_file_and_a_missing_folder_are_named(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read(tmp_path / "x.npz")
    with pytest.raises(ThinkersError, match="cannot write"):
        write(tmp_path / "none" / "x.npz", [Record(ChessInstance(FEN))])


@pytest.mark.parametrize("form", ["<u4", ">u4"])
def test_characters_that_there_are_not_are_damage(tmp_path, form):
    words = np.full(3, 0x110000, form).view(form.replace("u4", "U3"))
    np.savez(tmp_path / "x.npz", fen=np.array([FEN]), id=words)
    with pytest.raises(InvalidInstanceError, match=r"'id\.npy' is no NumPy file, or is damaged"):
        read(tmp_path / "x.npz")
