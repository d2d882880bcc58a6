"""Text comes whole out of plain and compressed files, or not at all and with a reason."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats import files
from thinkers_chess.formats.files import joined, lines_of, write_text

from thinkers import InvalidInstanceError, ThinkersError
from thinkers.errors import ConfigError
from thinkers.problems.files import UNPACKED


@pytest.fixture
def zstandard():
    """The package, or the test is skipped."""
    return pytest.importorskip("zstandard", reason="the extra zst is not installed")


@pytest.mark.parametrize("name", ["x.csv", "x.csv.zst"])
def test_lines_do_not_depend_on_how_a_file_is_cut(zstandard, tmp_path, monkeypatch, name):
    text = joined(f"line {number} ♞" for number in range(100)) + "the last has no end"
    write_text(tmp_path / name, text)
    for piece in (1, 7, 1 << 20):
        monkeypatch.setattr(files, "PIECE", piece)
        found = list(lines_of(tmp_path / name))
        assert "".join(found) == text
        assert len(found) == 101


@pytest.mark.parametrize("name", ["x.csv", "x.zst"])
@settings(max_examples=50, deadline=None)
@given(
    lines=st.lists(
        st.text(
            st.characters(
                codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"
            )
        )
    )
)
def test_what_is_written_reads_back(tmp_path_factory, name, lines):
    if name == "x.zst":
        pytest.importorskip("zstandard")
    path = tmp_path_factory.mktemp("files") / name
    write_text(path, joined(lines))
    assert [line.removesuffix("\n") for line in lines_of(path)] == lines


def test_several_frames_are_one_text(zstandard, tmp_path):
    path = tmp_path / "x.zst"
    pack = zstandard.ZstdCompressor().compress
    path.write_bytes(pack(b"one\ntw") + pack(b"o\n"))
    assert list(lines_of(path)) == ["one\n", "two\n"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(zstandard, tmp_path, share):
    path = tmp_path / "x.csv.zst"
    write_text(path, joined(str(number**3) for number in range(5000)))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InvalidInstanceError, match="is truncated: it ends in the middle"):
        list(lines_of(path))


def test_what_is_not_compressed_is_refused(zstandard, tmp_path):
    path = tmp_path / "x.zst"
    path.write_text("PuzzleId,FEN\n")
    with pytest.raises(InvalidInstanceError, match="is no Zstandard file"):
        list(lines_of(path))


@pytest.mark.parametrize("content", ["Réti\n", "\ufeffRéti\n", "Réti\r\n", "Réti\n\x1a"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_text_is_the_same_however_it_was_saved(tmp_path, content, encoding):
    if encoding == "cp1252":
        content = content.removeprefix("\ufeff")
    (tmp_path / "x.csv").write_bytes(content.encode(encoding))
    assert "".join(lines_of(tmp_path / "x.csv")) == "Réti\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"one\n\x00\n", "line 2: it has control characters"),
        (b"one\ntwo \x1b[2J\n", "line 2: it has control characters"),
        (b"one\rtwo\r", "line 1: it has control characters"),
        (b"\x81\n", "line 1: it has control characters"),
        ("one\n".encode("utf-16"), "is text in UTF-16"),
        (b"x" * (files.LONGEST_LINE + 1), "line 1: it has more than 1,048,576 bytes"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(tmp_path, content, words):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match=words) as error:
        list(lines_of(path))
    assert str(error.value).isprintable()


def test_a_small_file_does_not_become_a_large_one(zstandard, tmp_path, monkeypatch):
    path = tmp_path / "x.csv.zst"
    path.write_bytes(zstandard.ZstdCompressor().compress((b"a" * 15 + b"\n") * (1 << 17)))
    assert path.stat().st_size < 1000
    assert sum(1 for _ in lines_of(path)) == 1 << 17
    monkeypatch.setenv(UNPACKED, "1")
    with pytest.raises(InvalidInstanceError, match=r"unpacks to more than 1 MiB, for a file of"):
        list(lines_of(path))
    monkeypatch.setenv(UNPACKED, "many")
    with pytest.raises(ConfigError, match="expected a whole number of MiB"):
        list(lines_of(path))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*none.csv: No such file"):
        list(lines_of(tmp_path / "none.csv"))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ThinkersError, match=r"cannot write .*: No such file"):
        write_text(tmp_path / "none" / "x.csv", "x")


def test_without_the_extra_the_command_to_install_it_is_said(tmp_path, monkeypatch):
    (tmp_path / "x.zst").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(ThinkersError, match="needs the package zstandard") as error:
        list(lines_of(tmp_path / "x.zst"))
    assert "thinkers-chess[zst]" in error.value.hint
