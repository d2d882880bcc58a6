"""What is cached comes back to the bit, or not at all; nothing half-written stays."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.training.data.cache import _digest, cache_folder, read, write


@pytest.fixture
def batch():
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((3, 2, 5)).astype(np.float32)
    return Batch(inputs, inputs[:, 0] > 0, (inputs[:, 1] > 0).astype(np.int64))


@pytest.fixture
def path(batch, tmp_path):
    path = tmp_path / "deep" / "one.labelled"
    write(path, "one", batch)
    return path


def test_what_is_written_is_read(path, batch, assert_same):
    assert_same(read(path, "one"), batch)


def test_another_identity_is_not_this_one(path):
    assert read(path, "two") is None


def test_a_file_that_is_not_there_is_none(tmp_path):
    assert read(tmp_path / "none.labelled", "one") is None


@pytest.mark.parametrize("keep", [0, 20, 40, -1])
def test_half_a_file_is_none(path, keep):
    path.write_bytes(path.read_bytes()[:keep])
    assert read(path, "one") is None


def test_a_byte_that_changes_anywhere_is_noticed(path):
    whole = path.read_bytes()
    for place in range(0, len(whole), 9):
        damaged = bytearray(whole)
        damaged[place] ^= 0x10
        path.write_bytes(damaged)
        assert read(path, "one") is None


FORGED = {
    "objects": {"targets": np.full((3, 5), None)},
    "text": {"targets": np.full((3, 5), "1")},
    "not a number": {"inputs": np.full((3, 2, 5), np.nan, np.float32)},
    "another shape": {"mask": np.ones((3, 4), bool)},
    "another count": {"targets": np.zeros((2, 5), np.int64)},
    "another name": {"target": np.zeros((3, 5), np.int64)},
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_whole_but_no_batch_is_labelled_anew(batch, tmp_path, forged):
    buffer = BytesIO()
    np.savez_compressed(buffer, **{**batch.arrays(), **FORGED[forged]})
    path = tmp_path / "forged.labelled"
    path.write_bytes(_digest("one", buffer.getvalue()) + buffer.getvalue())
    assert read(path, "one") is None


def test_a_full_disk_is_one_sentence_and_leaves_nothing(batch, tmp_path, full_disk):
    full_disk()
    with pytest.raises(ConfigError, match=r"cannot write .*one.labelled: No space left"):
        write(tmp_path / "one.labelled", "one", batch)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(batch, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot make ") as raised:
        write(tmp_path / "file" / "one.labelled", "one", batch)
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
