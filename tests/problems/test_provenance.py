"""A note beside a generated file holds its origin, and finds any change of its content."""

import hashlib
import json
import os

import pytest

from thinkers.errors import InvalidInstanceError
from thinkers.problems.provenance import SUFFIX, forget, note, verify


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "few.npz"
    path.write_bytes(b"some instances")
    return path


def test_the_note_holds_the_origin_and_the_hash(path):
    digest = note(path, {"problem": "coins", "seed": 4})
    assert digest == hashlib.sha256(b"some instances").hexdigest()
    written = json.loads((path.parent / f"few.npz{SUFFIX}").read_text())
    assert written == {"problem": "coins", "seed": 4, "sha256": digest}


def test_an_unchanged_file_and_one_without_a_note_pass(path):
    verify(path)
    note(path, {})
    verify(path)


def test_a_changed_file_is_refused(path):
    note(path, {})
    path.write_bytes(b"other instances")
    with pytest.raises(InvalidInstanceError, match="has changed since it was generated"):
        verify(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json"])
def test_a_damaged_note_is_refused(path, text):
    (path.parent / f"few.npz{SUFFIX}").write_text(text)
    with pytest.raises(InvalidInstanceError, match="is damaged"):
        verify(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_note_is_not_written_to_what_is_no_file(path):
    os.mkfifo(path.parent / f"few.npz{SUFFIX}")
    with pytest.raises(InvalidInstanceError, match="is a named pipe, expected a file"):
        note(path, {})


def test_a_note_is_forgotten(path):
    note(path, {})
    path.write_bytes(b"other instances")
    forget(path)
    verify(path)
    forget(path)
