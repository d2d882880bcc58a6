"""Lock files: mutual exclusion of processes, with the holder's id."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from thinkers.errors import ConfigError
from thinkers.problems.files import clear_parts

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # not on Windows: the owner's number must do
    flock = None  # type: ignore[assignment]

NAME = ".lock"
"""The lock file of a folder."""

LONGEST = 1000
"""Most bytes of a lock file that are read."""

POLL = 0.01
"""Seconds between two looks whether a lock has been given back (our choice)."""


@contextmanager
def locked(path: Path, what: str, hint: str = "", patience: float = 0.0) -> Iterator[None]:
    """Hold a lock while a block runs; no other process can hold the same one.

    The system frees the lock of a process that has died, however it died. Where the file system
    knows no locks, the number and host of the owner decide: a lock whose owner no longer runs on
    this host is taken over.

    Args:
        path: The lock file; it goes when the lock is given back.
        what: What is locked, for the message.
        hint: What the user can do when another process holds it.
        patience: Seconds to wait until another process has given it back.

    Raises:
        ConfigError: Another process holds it, and which; or the file cannot be written.
    """
    descriptor = _take(path, what, hint, monotonic() + patience)
    try:
        owner = json.dumps({"pid": os.getpid(), "host": socket.gethostname()})
        with suppress(OSError):  # on a full disk the lock holds, though nobody sees whose it is
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, owner.encode(), 0)
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Make the folder of a run, and hold it while a block runs.

    Raises:
        ConfigError: It cannot be made or written to, or another process holds it.
    """
    other = "choose another --out"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot write to {folder}: {error.strerror}", other) from error
    with locked(folder / NAME, str(folder), f"wait for it, or {other}"):
        clear_parts(folder)
        yield


def _take(path: Path, what: str, hint: str, end: float) -> int:
    """The descriptor of the lock file, locked; waits for it until `monotonic()` is `end`."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise ConfigError(f"cannot write {path}: {error.strerror}", hint) from error
        pid, host = _owner(descriptor)
        if not _free(descriptor, pid, host):
            os.close(descriptor)
            if monotonic() < end:
                sleep(POLL)
                continue
            owner = f"process {pid} on {host}" if pid else "another process"
            raise ConfigError(f"{what} is in use by {owner}", hint)
        if _named(path, descriptor):
            return descriptor
        os.close(descriptor)  # its owner gave it back just now, and the file went


def _free(descriptor: int, pid: int, host: str) -> bool:
    """Lock the file, unless its owner lives."""
    if flock is not None:
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # the file system knows no locks
        else:
            return True
    return not pid or (host == socket.gethostname() and not _runs(pid))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True  # somebody else's
    return True


def _owner(descriptor: int) -> tuple[int, str]:
    """Process number and host in the file; 0 and nothing where there are none."""
    try:
        found = json.loads(os.pread(descriptor, LONGEST, 0))
        pid, host = int(found["pid"]), str(found["host"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0, ""
    return (pid, host) if pid > 0 else (0, "")


def _named(path: Path, descriptor: int) -> bool:
    """Whether the file is still the one of that name."""
    with suppress(OSError):
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False
