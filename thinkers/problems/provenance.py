"""Where a generated file came from: a note beside it, with the hash of its content."""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from thinkers.errors import InvalidInstanceError
from thinkers.problems.files import require_regular, write_whole

SUFFIX = ".origin.json"
"""Added to the name of a file; the note beside `a.npz` is `a.npz.origin.json`."""

MAX_BYTES = 1 << 20
"""More than any note holds; a longer one is refused."""


def note(path: Path, origin: Mapping[str, Any]) -> str:
    """Write the note of a file and return the SHA-256 of the file's content.

    Args:
        path: The file.
        origin: What made it: problem, options, seed, versions.
    """
    require_place(path)
    digest = _digest(path)
    text = json.dumps({**origin, "sha256": digest}, indent=1, sort_keys=True)
    write_whole(_beside(path), f"{text}\n".encode())
    return digest


def require_place(path: Path) -> None:
    """See that a note can be written beside a file: where one is, it is a file.

    Raises:
        InvalidInstanceError: Something else has the note's name.
    """
    if os.path.lexists(_beside(path)):
        require_regular(_beside(path))


def verify(path: Path) -> None:
    """See that a file is still what its note says; a file without a note is taken as it is.

    Raises:
        InvalidInstanceError: The content has changed, or the note is damaged.
    """
    beside = _beside(path)
    if not os.path.lexists(beside):
        return
    require_regular(beside)
    try:
        if beside.stat().st_size > MAX_BYTES:
            raise ValueError("too long")
        expected = json.loads(beside.read_text(encoding="utf-8"))["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidInstanceError(f"the note {beside} is damaged", "delete it") from error
    if expected != _digest(path):
        raise InvalidInstanceError(
            f"{path} has changed since it was generated",
            f"generate it again, or delete {beside.name} if you meant to change it",
        )


def forget(path: Path) -> None:
    """Take the note of a file away: its content is about to be something else."""
    _beside(path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + SUFFIX)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
