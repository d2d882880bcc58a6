"""Text comes whole out of plain and compressed files, or not at all and with a reason."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.formats import files
from thinkers_chess.formats.files import joined, lines_of, write_text

from thinkers import InvalidInstanceError, ThinkersError

zstandard = pytest.importorskip("zstandard", reason="the extra zst is not installed")


@pytest.mark.parametrize("name", ["x.csv", "x.csv.zst"])
def test_lines_do_not_depend_on_how_a_file_is_cut(tmp_path, monkeypatch, name):
    text = joined(f"line {number} ♞" for number in range(100)) + "the last has no end"
    write_text(tmp_path / name, text)
    for chunk in (1, 7, 1 << 20):
        monkeypatch.setattr(files, "CHUNK", chunk)
        found = list(lines_of(tmp_path / name))
        assert "".join(found) == text
        assert len(found) == 101


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\ufeff"))))
def test_what_is_written_reads_back(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("files") / "x.zst"
    write_text(path, joined(lines))
    assert [line.removesuffix("\n") for line in lines_of(path)] == lines


def test_several_frames_are_one_text(tmp_path):
    path = tmp_path / "x.zst"
    pack = zstandard.ZstdCompressor().compress
    path.write_bytes(pack(b"one\ntw") + pack(b"o\n"))
    assert list(lines_of(path)) == ["one\n", "two\n"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(tmp_path, share):
    path = tmp_path / "x.csv.zst"
    write_text(path, joined(str(number**3) for number in range(5000)))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InvalidInstanceError, match="is truncated: it ends in the middle"):
        list(lines_of(path))


def test_what_is_not_compressed_is_refused(tmp_path):
    path = tmp_path / "x.zst"
    path.write_text("PuzzleId,FEN\n")
    with pytest.raises(InvalidInstanceError, match="is no Zstandard file"):
        list(lines_of(path))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInstanceError, match="is no text file in UTF-8"):
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
