"""Text is read as people save it; a file is replaced whole, or stays as it was."""

import os

import pytest

from thinkers.errors import ConfigError, InvalidInstanceError
from thinkers.problems.files import (
    COUNTED,
    SMALL,
    UNPACKED,
    most_unpacked,
    read_bytes,
    read_text,
    require_count,
    unpacks_to_too_much,
    write_whole,
)

LINES = "name: Zürich\n1\t2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_of_any_system_is_read_alike(tmp_path, encoding, ending):
    (tmp_path / "a.txt").write_bytes(LINES.replace("\n", ending).encode(encoding))
    assert read_text(tmp_path / "a.txt") == LINES


def test_what_is_no_file_is_named(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: Is a directory"):
        read_text(tmp_path)
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read_text(tmp_path / "b.txt")


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"\xff\xfe1", b"\xff\xfe\0\0"])
def test_what_is_no_text_is_refused(tmp_path, content):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(InvalidInstanceError, match=r"a\.txt is a binary file, expected text"):
        read_text(tmp_path / "a.txt")


def test_a_file_is_made_and_replaced(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("fault", "raised", "told"),
    [
        (
            OSError(28, "No space left on device"),
            ConfigError,
            r"cannot write .*a\.txt: No space left",
        ),
        (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
    ],
    ids=["the disk is full", "Ctrl-C"],
)
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path, monkeypatch, fault, raised, told
):
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def fail(descriptor):
        raise fault

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(raised, match=told):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_goes_on_pointing_at_the_file_that_is_replaced(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_the_mode_of_a_replaced_file_stays(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_mode(tmp_path):
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110
def test_devices_are_written_straight(tmp_path):
    from pathlib import Path

    write_whole(Path("/dev/null"), b"gone")
    with pytest.raises(ConfigError, match="No space left"):
        write_whole(Path("/dev/full"), b"much")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        write_whole(tmp_path / "none" / "a", b"")


def test_what_a_packed_file_may_unpack_to_grows_with_it_or_is_said(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    path.write_bytes(bytes(1000))
    assert most_unpacked(path) == 64 << 20
    path.write_bytes(bytes(2 << 20))
    assert most_unpacked(path) == 128 << 20
    assert str(unpacks_to_too_much(path, 128 << 20)).endswith(
        "a.npz unpacks to more than 128 MiB, for a file of 2,097,152 bytes"
    )
    monkeypatch.setenv(UNPACKED, "1")
    assert most_unpacked(path) == 1 << 20
    for wrong in ("1_0", "-1", "1e3", "many", "\u0661"):
        monkeypatch.setenv(UNPACKED, wrong)
        with pytest.raises(ConfigError, match="expected a whole number of MiB"):
            most_unpacked(path)


def test_a_large_file_is_read_only_where_the_environment_says_so(tmp_path, monkeypatch):
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(3 << 30)
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.read_bytes", None)
        for read in (read_bytes, read_text):
            with pytest.raises(InvalidInstanceError, match=r"holds 3,072 MiB, expected"):
                read(path)
    path.write_bytes(b"1234567")
    monkeypatch.setattr("thinkers.problems.files.LARGEST", 0)
    with pytest.raises(InvalidInstanceError, match="expected at most 0 MiB"):
        read_bytes(path)
    monkeypatch.setenv(UNPACKED, "1")
    assert read_bytes(path) == b"1234567"


def test_how_many_instances_a_file_may_hold(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(SMALL))
    require_count(50, path, usual=50, each=10)
    with pytest.raises(InvalidInstanceError, match=r"holds 51 instances, expected at most 50"):
        require_count(51, path, usual=50, each=10)
    path.write_bytes(bytes(SMALL + 500))
    require_count(100, path, usual=50, each=10)
    with pytest.raises(
        InvalidInstanceError, match=r"holds 101 lines, expected at most 100"
    ) as told:
        require_count(101, path, usual=50, each=10, what="lines")
    assert f"{COUNTED}=101" in told.value.hint
    monkeypatch.setenv(COUNTED, "101")
    require_count(101, path, usual=50, each=10)
    monkeypatch.setenv(COUNTED, "40")
    require_count(100, path, usual=50, each=10)
    monkeypatch.setenv(COUNTED, "1_0")
    with pytest.raises(ConfigError, match="expected a whole number of instances"):
        require_count(1, path)
