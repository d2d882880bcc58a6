"""Maze files, by their endings: mazes, and answers beside them."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, write_whole
from thinkers_maze.formats import arrays, hrm, image, octile, text
from thinkers_maze.formats.grid import Labelled
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance
from thinkers_maze.reading import NOWHERE, Given

Reader = Callable[[Path, Given], list[Labelled]]
"""Reads a file, with ends that the user may have given."""

Answers = Sequence[Marks | None]
Content = Callable[[Sequence[MazeInstance], Answers], bytes]
"""Makes the whole content of one file."""


OTHER_PICTURES = (".gif", ".bmp", ".webp", ".tif", ".tiff")
"""Name endings of pictures that can be saved as PNG without loss."""


def naming_ends(reader: Callable[[Path], list[Labelled]]) -> Reader:
    """A reader of files that always say where start and end are."""

    def read_it(path: Path, given: Given) -> list[Labelled]:
        if given != NOWHERE:
            raise InvalidInstanceError(
                f"{path.name} says itself where start and end are", "leave out --start and --end"
            )
        return reader(path)

    return read_it


READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".csv": naming_ends(hrm.read),
    ".png": image.read,
    ".npy": naming_ends(arrays.read_npy),
    ".npz": naming_ends(arrays.read_npz),
    ".map": octile.read_map,
    ".scen": naming_ends(octile.read_scen),
}

CONTENTS: dict[str, Content] = {
    ".txt": text.content,
    ".csv": hrm.content,
    ".png": image.content,
    ".npz": arrays.content_npz,
}


def read(path: Path, given: Given = NOWHERE) -> list[MazeInstance]:
    """The mazes of a file, with or without a path from start to end.

    Args:
        path: The file.
        given: Start and end that the user gave, for text, pictures and maps.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    return [instance for instance, _ in _read(path, given)]


def read_answers(path: Path, given: Given = NOWHERE) -> list[Marks | None]:
    """The answers that a file holds beside its mazes, None where it holds none.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    apart = naming_ends(arrays.read_npy_answered) if path.suffix.lower() == ".npy" else None
    return [marks for _, marks in _read(path, given, apart)]


def write(path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None) -> None:
    """Write mazes, with their marks where there are some; all is made before any is written.

    Raises:
        InvalidInstanceError: The format cannot hold them.
        ConfigError: The file cannot be written.
    """
    suffix = _known(path, (*CONTENTS, ".npy"), "write")
    answers: Answers = [None] * len(instances) if solutions is None else solutions
    for instance, marks in zip(instances, answers, strict=True):
        _require_marks(instance, marks)
    if suffix == ".npy":
        files = arrays.content_npy(path, instances, answers)
    else:
        files = {path: CONTENTS[suffix](instances, answers)}
    for file, content in files.items():
        write_whole(file, content)


def _read(path: Path, given: Given = NOWHERE, reader: Reader | None = None) -> list[Labelled]:
    """What a file holds, by its own reader or another."""
    reader = reader or READERS[_known(path, READERS, "read")]
    try:
        found = reader(path, given)
    except OSError as error:
        raise InvalidInstanceError(f"cannot read {path}: {error.strerror or error}") from error
    if not found:
        raise InvalidInstanceError(f"{path} holds no maze")
    return found


def _require_marks(instance: MazeInstance, marks: Marks | None) -> None:
    if marks is None:
        return
    if marks.shape != instance.shape or not np.isin(marks, (0, 1, UNDECIDED)).all():
        raise InvalidInstanceError(
            f"expected marks of shape {instance.shape}, 0, 1 or {UNDECIDED}, got {marks.shape}"
        )
    if (marks != 0)[instance.walls].any():
        raise InvalidInstanceError("an answer marks a wall, and no file of mazes can hold that")


def _known(path: Path, suffixes: Collection[str], verb: str) -> str:
    suffix = path.suffix.lower()
    if suffix in (".jpg", ".jpeg"):
        raise InvalidInstanceError(
            f"cannot {verb} mazes in {path.name!r}: JPEG blurs their walls", "save it as .png"
        )
    if suffix in OTHER_PICTURES:
        raise InvalidInstanceError(
            f"cannot {verb} mazes in {path.name!r}: of pictures only PNG", "save it as .png"
        )
    if suffix not in suffixes:
        raise InvalidInstanceError(
            f"cannot {verb} mazes in {path.name!r}", f"use a name ending in {', '.join(suffixes)}"
        )
    return suffix
