"""The standard streams of the process: never a traceback, never a result lost without a word.

Results go to stdout: where it cannot take them, the command fails and says so. Progress and
complaints go to stderr: where it cannot take them, the command goes on. Characters that the
encoding lacks are replaced by ASCII.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from errno import EPIPE
from typing import Any, TextIO

from thinkers.cli.plain import ERRORS
from thinkers.errors import SolveError

STDIN, STDOUT, STDERR = 0, 1, 2


class OutputError(SolveError):
    """Standard output cannot be written. The message is empty where its reader has gone.

    So `| head` ends quietly. No `OSError`, for those are caught on the way up.
    """


class Results(io.TextIOWrapper):
    """Standard output, whose failures are told from those of other files."""

    def write(self, text: str) -> int:
        """Write text.

        Raises:
            OutputError: The system refuses.
        """
        with _told():
            return super().write(text)

    def flush(self) -> None:
        """Write out what is held back.

        Raises:
            OutputError: The system refuses.
        """
        with _told():
            super().flush()


class Complaints(io.TextIOWrapper):
    """Standard error, written at once; what the system refuses is dropped."""

    def write(self, text: str) -> int:
        """Write text."""
        with suppress(OSError):
            super().write(text)
        return len(text)


def prepare() -> None:
    """Make the streams what this module says, and stand in for those that are closed."""
    for number, name in ((STDIN, "stdin"), (STDOUT, "stdout"), (STDERR, "stderr")):
        if getattr(sys, name) is None:
            _stand_in(number)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.FileIO(STDIN, "r", closefd=False), "utf-8")
    if _is_a_file(sys.stdout):
        buffer = io.BufferedWriter(io.FileIO(STDOUT, "w", closefd=False))
        # a terminal, or PYTHONUNBUFFERED
        at_once = any(getattr(sys.stdout, key, 0) for key in ("line_buffering", "write_through"))
        sys.stdout = Results(buffer, _encoding(sys.stdout), ERRORS, line_buffering=at_once)
    if _is_a_file(sys.stderr):
        raw: Any = io.FileIO(STDERR, "w", closefd=False)
        sys.stderr = Complaints(raw, _encoding(sys.stderr), ERRORS, write_through=True)


def finish() -> None:
    """Write out what is still held back.

    Raises:
        OutputError: Standard output cannot take it; whatever comes later is dropped in silence.
    """
    try:
        sys.stdout.flush()
    except OutputError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, STDOUT)
        os.close(nowhere)
        raise


_stdout: list[TextIO] = []
"""Standard output, while what others print goes elsewhere."""


@contextmanager
def results_only() -> Iterator[None]:
    """While it is open, standard output is for `results()`; what others print goes to stderr."""
    _stdout.append(results())
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        _stdout.pop()


def results() -> TextIO:
    """Where results are printed."""
    return _stdout[-1] if _stdout else sys.stdout


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        gone = error.errno == EPIPE
        words = "" if gone else f"cannot write to standard output: {error.strerror}"
        raise OutputError(words) from error


def _stand_in(number: int) -> None:
    """Open a closed descriptor so that no other file gets its number.

    Standard output gets one that cannot be written: its results would be lost.
    """
    opened = os.open(os.devnull, os.O_WRONLY if number == STDERR else os.O_RDONLY)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def _is_a_file(stream: TextIO | None) -> bool:
    """Whether it is a descriptor, or closed: a console of Windows only gets our replacements."""
    buffer = getattr(stream, "buffer", None)
    if stream is None or isinstance(getattr(buffer, "raw", buffer), io.FileIO):
        return True
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=ERRORS)
    return False


def _encoding(stream: TextIO | None) -> str:
    return "utf-8" if stream is None else stream.encoding
