"""Maze files, by their endings. Answers are written into them, and not read back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_maze.formats import arrays, hrm, image, text
from thinkers_maze.instance import Marks, MazeInstance

Reader = Callable[[Path], list[MazeInstance]]
Writer = Callable[[Path, Sequence[MazeInstance], Sequence[Marks] | None], None]

FORMATS: dict[str, tuple[Reader, Writer]] = {
    ".txt": (text.read, text.write),
    ".csv": (hrm.read, hrm.write),
    ".png": (image.read, image.write),
    ".npy": (arrays.read_npy, arrays.write_npy),
    ".npz": (arrays.read_npz, arrays.write_npz),
}


def read(path: Path) -> list[MazeInstance]:
    """The mazes of a file, with or without a path from start to end.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    reader, _ = _format(path, "read")
    try:
        instances = reader(path)
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror or error}") from error
    if not instances:
        raise InvalidInstanceError(f"{path} holds no maze")
    return instances


def write(path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None) -> None:
    """Write mazes, with their marks where there are some.

    Raises:
        InvalidInstanceError: The format cannot hold them, or the file cannot be written.
    """
    _, writer = _format(path, "write")
    try:
        writer(path, instances, solutions)
    except OSError as error:
        raise InvalidInstanceError(f"cannot write {path}: {error.strerror or error}") from error


def _format(path: Path, verb: str) -> tuple[Reader, Writer]:
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise InvalidInstanceError(
            f"cannot {verb} mazes in {path.name!r}", f"use a name ending in {', '.join(FORMATS)}"
        )
    return found
