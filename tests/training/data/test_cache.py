"""What is cached comes back to the bit, or not at all; nothing half-written stays."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from thinkers.errors import ConfigError
from thinkers.problems.cache import cache_folder
from thinkers.training.data.cache import Entry, Labelled
from thinkers.training.data.packing import packed

NONE = frozenset()
"""No package's classes."""


def entry(path, identity="one"):
    return Entry(path, identity, NONE)


def keep(path, own, **options):
    return entry(path).keep(own, **options)


def read(path, identity="one"):
    return entry(path, identity).read()


@pytest.fixture
def own():
    bits = list(np.random.default_rng(0).integers(2, size=(3, 5)))
    return Labelled(bits, [row.cumsum() % 2 for row in bits])


@pytest.fixture
def path(own, tmp_path):
    path = tmp_path / "deep" / "one.labelled"
    assert keep(path, own) is own
    return path


def assert_equal(found, own):
    for one, other in ((found.instances, own.instances), (found.labels, own.labels)):
        np.testing.assert_array_equal(one, other)
        assert [each.dtype for each in one] == [each.dtype for each in other]


def test_what_is_written_is_read_and_nothing_else_is_there(path, own):
    assert_equal(read(path), own)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_another_identity_is_not_this_one(path):
    assert read(path, "two") is None


def test_a_file_that_is_not_there_is_none(tmp_path):
    assert read(tmp_path / "none.labelled") is None


@pytest.mark.parametrize("keep_bytes", [0, 20, 40, -1])
def test_half_a_file_is_none(path, keep_bytes):
    path.write_bytes(path.read_bytes()[:keep_bytes])
    assert read(path) is None


def test_a_byte_that_changes_anywhere_is_noticed(path):
    whole = path.read_bytes()
    for place in range(0, len(whole), 9):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        assert read(path) is None


FORGED = {
    "nothing": b"",
    "no JSON": b"\x03" + bytes(7) + b"{[}",
    "no list": b"\x01" + bytes(7) + b"1",
    "one list": packed([[1]], NONE),
    "three lists": packed([[1], [1], [1]], NONE),
    "another count": packed([[1, 2], [1]], NONE),
    "no lists": packed([1, 1], NONE),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_whole_but_no_labelled_instances_is_none(tmp_path, forged):
    path = tmp_path / "forged.labelled"
    path.write_bytes(entry(path)._digest(FORGED[forged]) + FORGED[forged])
    assert read(path) is None


def test_the_first_of_two_that_label_the_same_is_kept_and_a_damaged_one_is_not(path, own):
    other = Labelled(own.instances, own.instances)
    assert_equal(keep(path, other), own)
    path.write_bytes(path.read_bytes()[:-1])
    assert keep(path, other) is other
    assert_equal(read(path), other)


def test_what_is_there_goes_where_it_may_not_stay(path, own):
    other = Labelled(own.instances, own.instances)
    assert keep(path, other, usable=lambda held: False) is other
    assert_equal(read(path), other)


WRITER = """
import sys
from pathlib import Path
from thinkers.training.data.cache import Entry, Labelled
own = Labelled(list(range(2000)), [int(sys.argv[2])] * 2000)
paths = [Path(sys.argv[1], f"{number}.labelled") for number in range(40)]
found = [Entry(path, path.name, frozenset()).keep(own).labels for path in paths]
print([labels[0] for labels in found], {len({*labels}) for labels in found})
"""


def test_four_processes_that_label_the_same_at_once_all_get_the_same_labels(tmp_path):
    every = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path, str(number)], stdout=subprocess.PIPE, text=True
        )
        for number in range(4)
    ]
    found = {process.communicate(timeout=100)[0] for process in every}
    assert [process.returncode for process in every] == [0] * 4
    [labels] = found
    assert labels.endswith("] {1}\n")
    assert {each.suffix for each in tmp_path.iterdir()} == {".labelled"}


def test_a_full_disk_is_one_sentence_and_leaves_nothing(own, tmp_path, full_disk):
    full_disk()
    with pytest.raises(ConfigError, match=r"cannot write .*one.labelled: No space left"):
        keep(tmp_path / "one.labelled", own)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(own, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot make ") as raised:
        keep(tmp_path / "file" / "one.labelled", own)
    assert "THINKERS_CACHE" in raised.value.hint


def test_without_a_home_folder_the_cache_is_where_the_variable_says_or_nowhere(monkeypatch):
    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert str(cache_folder()) == os.environ["THINKERS_CACHE"]
    monkeypatch.delenv("THINKERS_CACHE")
    assert str(cache_folder().parent) == os.environ["XDG_CACHE_HOME"]
    monkeypatch.delenv("XDG_CACHE_HOME")
    with pytest.raises(ConfigError, match="there is no home folder") as raised:
        cache_folder()
    assert "THINKERS_CACHE" in raised.value.hint


def test_where_the_cache_lies(monkeypatch, tmp_path):
    assert str(cache_folder()) == os.environ["THINKERS_CACHE"]
    monkeypatch.delenv("THINKERS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "thinkers"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "thinkers"
