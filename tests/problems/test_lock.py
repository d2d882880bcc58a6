"""A lock has one owner at a time, says who, and is free once its owner has died."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from thinkers.errors import ConfigError
from thinkers.problems import lock
from thinkers.problems.lock import NAME, locked, locked_folder

HOLDER = """
import sys
from pathlib import Path
from thinkers.problems.lock import locked
with locked(Path(sys.argv[1]), "it"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """A process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path / NAME)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline().strip() == b"held"
        yield process
        process.kill()


@pytest.fixture(params=["locks of the system", "none"])
def system(request, monkeypatch):
    """With and without a file system that knows locks."""
    if request.param == "none":

        def unsupported(descriptor, flags):
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(lock, "flock", unsupported)
    elif lock.flock is None:
        pytest.skip("the system has no such locks")


def test_a_lock_is_there_while_it_is_held(tmp_path, system):
    with locked(tmp_path / NAME, "it"):
        owner = json.loads((tmp_path / NAME).read_text())
        assert owner == {"pid": os.getpid(), "host": socket.gethostname()}
        with pytest.raises(ConfigError) as raised, locked(tmp_path / NAME, "it", "wait"):
            pass
        said = f"it is in use by process {os.getpid()} on {socket.gethostname()}"
        assert (str(raised.value), raised.value.hint) == (said, "wait")
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_given_back_by_whatever_ends_the_block(tmp_path, system):
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), locked(tmp_path / NAME, "it"):
            raise error
    with locked(tmp_path / NAME, "it"):
        pass


def test_another_process_is_named_and_its_death_frees_the_lock(tmp_path, holder, system):
    with (
        pytest.raises(ConfigError, match=f"in use by process {holder.pid} on "),
        locked(tmp_path / NAME, "it"),
    ):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / NAME).exists()
    with locked(tmp_path / NAME, "it"):
        pass


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"pid": -1, "host": "a"}', "\0" * 2000])
def test_a_lock_file_that_says_nothing_is_taken_over(tmp_path, system, content):
    (tmp_path / NAME).write_text(content)
    with locked(tmp_path / NAME, "it"):
        assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()


def test_where_the_system_knows_no_locks_another_host_is_believed(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "flock", None)
    (tmp_path / NAME).write_text('{"pid": 1, "host": "far.away"}')
    with (
        pytest.raises(ConfigError, match=r"in use by process 1 on far\.away"),
        locked(tmp_path / NAME, "it"),
    ):
        pass


def test_a_lock_file_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "precious").write_text("kept")
    (tmp_path / NAME).symlink_to(tmp_path / "precious")
    with pytest.raises(ConfigError, match="cannot write"), locked(tmp_path / NAME, "it"):
        pass
    assert (tmp_path / "precious").read_text() == "kept"


def test_a_full_disk_locks_all_the_same(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with (
        locked(tmp_path / NAME, "it"),
        pytest.raises(ConfigError, match="it is in use by another process"),
        locked(tmp_path / NAME, "it"),
    ):
        pass


def test_a_folder_is_made_locked_and_cleared(tmp_path):
    folder = tmp_path / "a" / "b"
    with locked_folder(folder):
        (folder / ".0123.part").touch()
        (folder / "kept.part").touch()
        with pytest.raises(ConfigError, match=f"{folder} is in use by"), locked_folder(folder):
            pass
    with locked_folder(folder):
        assert sorted(path.name for path in folder.iterdir()) == [NAME, "kept.part"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot write to"), locked_folder(tmp_path / "file"):
        pass
