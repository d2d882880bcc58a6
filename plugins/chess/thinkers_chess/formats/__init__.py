"""Files of chess positions; the suffix of the name says which form a file has.

| suffix | read | write |
|---|---|---|
| `.csv`, `.csv.zst` | Lichess puzzles: ten columns, six, or no header | six columns |
| `.epd` | positions with `bm`, `dm`, `id`, leniently | strict EPD |
| `.pth` | easy-to-hard tensors, one folder of files | - |
| `.npz` | what we wrote | named arrays of text |
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_chess.formats import archive, easy_to_hard, epd, lichess
from thinkers_chess.instance import ChessInstance

READERS = {
    ".csv": lichess.read,
    ".zst": lichess.read,
    ".epd": epd.read,
    ".pth": easy_to_hard.read,
    ".npz": archive.read,
}
"""What reads a suffix: path to instances."""

WRITERS = {
    ".csv": lichess.write,
    ".zst": lichess.write,
    ".epd": epd.write,
    ".npz": archive.write,
}
"""What writes a suffix: path and instances."""


def read(path: Path) -> list[ChessInstance]:
    """The positions of a file, at least one.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise InvalidInstanceError(
            f"cannot read {path}: unknown file name ending {suffix!r}",
            f"known: {', '.join(READERS)}",
        )
    instances = READERS[suffix](path)
    if not instances:
        raise InvalidInstanceError(f"{path} has no puzzle")
    return instances


def write(
    path: Path, instances: Sequence[ChessInstance], solutions: Sequence[str] | None = None
) -> None:
    """Write positions so that `read` gives them back; a solution fills in for a missing answer.

    Raises:
        InvalidInstanceError: The form that the suffix names cannot hold them.
        ThinkersError: The file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise InvalidInstanceError(
            f"cannot write {path}: unknown file name ending {suffix!r}",
            f"known: {', '.join(WRITERS)}",
        )
    if not instances:
        raise InvalidInstanceError(f"cannot write {path}: there is no puzzle")
    if solutions is not None:
        pairs = zip(instances, solutions, strict=True)
        instances = [replace(one, answer=one.answer or move) for one, move in pairs]
    WRITERS[suffix](path, instances)
