"""Streams are read in the format they show or are said to have; what is no file is refused."""

import io
import os
import sys
import threading

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import FileFormat, InvalidInstanceError
from thinkers.cli import inputs
from thinkers.cli.inputs import read_inputs
from thinkers.errors import ConfigError
from thinkers.problems.provenance import SUFFIX, note

BITS = PrefixSums()


class Pairs(PrefixSums):
    """Bits in two text formats that read a line from either end."""

    formats = (FileFormat(".fore"), FileFormat(".back"), FileFormat(".npy"))

    def read(self, path, options=None):
        if path.suffix == ".npy":
            return list(np.load(path))
        line = path.read_text().strip()
        if set(line) - {"0", "1"}:
            raise InvalidInstanceError(f"{path}, line 1 of {path.name}: no bits")
        bits = [int(bit) for bit in line]
        return [np.array(bits if path.suffix == ".fore" else bits[::-1])]


@pytest.fixture
def typed(monkeypatch):
    """Gives bytes to standard input."""

    def typed(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return typed


@pytest.mark.parametrize("name", sorted(inputs.STANDARD - {"/proc/self/fd/0"}))
def test_standard_input_is_read_under_any_name(typed, tmp_path, name):
    typed(b"101\n0110\n")
    found = read_inputs(BITS, [type(tmp_path)(name)])
    assert [each.tolist() for each in found] == [[1, 0, 1], [0, 1, 1, 0]]


def test_streams_and_files_are_read_in_their_order(typed, tmp_path):
    typed(b"1\n")
    (tmp_path / "a.txt").write_text("00\n")
    (tmp_path / "b.txt").write_text("11\n")
    paths = [tmp_path / "a.txt", type(tmp_path)("-"), tmp_path / "b.txt"]
    assert [len(each) for each in read_inputs(BITS, paths)] == [2, 1, 2]


@pytest.mark.skipif(sys.platform != "linux", reason="descriptors have paths on Linux")
def test_a_pipe_that_a_shell_opened_is_read(tmp_path):
    reading, writing = os.pipe()
    os.write(writing, b"101\n")
    os.close(writing)
    with os.fdopen(reading):
        path = type(tmp_path)(f"/dev/fd/{reading}")
        assert [each.tolist() for each in read_inputs(BITS, [path])] == [[1, 0, 1]]
    with pytest.raises(InvalidInstanceError, match=f"there is no file /dev/fd/{reading}"):
        read_inputs(BITS, [path])


def stdin(problem, form=""):
    from pathlib import Path

    return [each.tolist() for each in read_inputs(problem, [Path("-")], form=form)]


def test_binary_content_shows_its_format(typed):
    buffer = io.BytesIO()
    np.save(buffer, np.array([[1, 0]]))
    typed(buffer.getvalue())
    assert stdin(Pairs()) == [[1, 0]]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\x89PNG\r\n\x1a\n", "is a .png file"), (b"\x28\xb5\x2f\xfd", "is a .zst file")],
)
def test_content_of_a_format_that_the_problem_lacks_is_named(typed, content, said):
    typed(content)
    with pytest.raises(InvalidInstanceError, match=f"standard input {said}, which prefix_sums"):
        stdin(Pairs())


def test_text_that_reads_in_several_ways_must_be_said(typed):
    typed(b"100")
    with pytest.raises(ConfigError, match=r"can be read as \.fore and as \.back, with different"):
        stdin(Pairs())
    for form, expected in (("fore", [1, 0, 0]), (".BACK", [0, 0, 1])):
        typed(b"100")
        assert stdin(Pairs(), form) == [expected]


def test_text_that_reads_alike_in_several_ways_is_read(typed):
    typed(b"101")
    assert stdin(Pairs()) == [[1, 0, 1]]


def test_text_of_no_format_says_which_there_are(typed):
    typed(b"abc")
    with pytest.raises(InvalidInstanceError, match=r"is no \.fore or \.back file of") as raised:
        stdin(Pairs())
    assert raised.value.hint.endswith("such as --format fore")
    typed(b"abc")
    with pytest.raises(InvalidInstanceError) as raised:
        stdin(Pairs(), "fore")
    assert str(raised.value) == "standard input, line 1 of standard input: no bits"


def test_a_format_that_is_not_read_is_refused(typed):
    typed(b"101")
    with pytest.raises(ConfigError, match="prefix_sums reads no format 'cvs'") as raised:
        stdin(BITS, "cvs")
    assert raised.value.hint == "known: txt, pth"


def test_an_empty_or_closed_standard_input_is_said(typed, monkeypatch):
    typed(b"")
    with pytest.raises(InvalidInstanceError, match="standard input is empty"):
        stdin(BITS)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InvalidInstanceError, match="standard input is closed"):
        stdin(BITS)


def test_a_stream_has_an_end(typed, monkeypatch):
    monkeypatch.setattr(inputs, "MAX_BYTES", 1 << 10)
    typed(b"1" * (1 << 10))
    assert len(stdin(BITS)[0]) == 1 << 10
    typed(b"1" * ((1 << 10) + 1))
    with pytest.raises(InvalidInstanceError, match="standard input holds more than"):
        stdin(BITS)


def test_a_file_whose_name_says_no_format_is_read_in_the_format_given(tmp_path):
    path = tmp_path / "bits.dat"
    path.write_text("100")
    assert [each.tolist() for each in read_inputs(Pairs(), [path], form="back")] == [[0, 0, 1]]
    named = tmp_path / "bits.fore"
    named.write_text("100")
    assert [each.tolist() for each in read_inputs(Pairs(), [named], form="back")] == [[1, 0, 0]]


def test_without_a_temporary_folder_streams_are_refused_and_files_read(
    typed, tmp_path, monkeypatch
):
    def none(*_, **__):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(inputs, "TemporaryDirectory", none)
    typed(b"101")
    with pytest.raises(ConfigError, match="standard input needs a temporary folder"):
        stdin(BITS)
    (tmp_path / "a.txt").write_text("101")
    assert len(read_inputs(BITS, [tmp_path / "a.txt"])) == 1


@pytest.fixture
def strange(tmp_path):
    """Makes what is no file under a name; opening one for reading would wait for ever."""

    def strange(name, kind):
        path = tmp_path / name
        if kind == "a folder":
            path.mkdir()
        elif kind == "a named pipe":
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
        return path

    return strange


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("kind", ["a folder", "a named pipe", "a device"])
def test_what_is_no_file_is_refused_at_once(strange, tmp_path, kind):
    watch = threading.Timer(10, os._exit, [1])  # a reader that waits would wait for ever
    watch.start()
    try:
        with pytest.raises(InvalidInstanceError, match=f"in.txt is {kind}, expected a file"):
            read_inputs(BITS, [strange("in.txt", kind)])
        path = tmp_path / "noted.txt"
        path.write_text("101")
        strange(path.name + SUFFIX, kind)
        with pytest.raises(InvalidInstanceError, match=rf"origin.json is {kind}, expected a file"):
            read_inputs(BITS, [path])
    finally:
        watch.cancel()


def test_a_note_that_is_too_long_is_refused(tmp_path):
    path = tmp_path / "noted.txt"
    path.write_text("101")
    note(path, {"problem": "x" * (1 << 20)})
    with pytest.raises(InvalidInstanceError, match=r"the note .* is damaged"):
        read_inputs(BITS, [path])


def test_a_name_that_cannot_be_is_a_sentence(tmp_path):
    for name in ("a" * 300, "a\0b"):
        with pytest.raises(InvalidInstanceError, match="cannot read"):
            read_inputs(BITS, [tmp_path / name])


@pytest.mark.parametrize("ending", [".gz", ".ZIP", ".bz2", ".zst"])
@pytest.mark.parametrize("form", ["", "txt"])
def test_packed_files_that_a_problem_does_not_read_are_to_be_unpacked_first(tmp_path, ending, form):
    path = tmp_path / f"bits.txt{ending}"
    path.write_bytes(b"\x1f\x8b\x08")
    with pytest.raises(InvalidInstanceError, match=f"{ending} files") as error:
        read_inputs(BITS, [path], form=form)
    assert error.value.hint == "unpack it first, and give the .txt or .pth file inside"


def test_packed_files_that_a_problem_reads_are_left_to_it(tmp_path):
    class Packed(Pairs):
        formats = (FileFormat(".zst"),)

    (tmp_path / "bits.zst").write_bytes(b"01")
    assert [each.tolist() for each in read_inputs(Packed(), [tmp_path / "bits.zst"])] == [[1, 0]]
