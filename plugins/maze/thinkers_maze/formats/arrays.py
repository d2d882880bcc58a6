"""Mazes as NumPy arrays in the layout of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile
from zlib import error

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze import encoding as codec
from thinkers_maze.formats.colours import LETTERS, to_numbers
from thinkers_maze.formats.grid import to_instance
from thinkers_maze.instance import Marks, MazeInstance

BORDER = codec.BORDER[codec.PIXEL]
INPUTS, SOLUTIONS = "inputs", "solutions"


def read_npy(path: Path) -> list[MazeInstance]:
    """`inputs.npy`: `(n, 3, p, p)` or `(3, p, p)` of 0 and 1, p = 2 size + 6.

    Raises:
        InvalidInstanceError: The array has another shape or other values, or holds no mazes.
    """
    return _mazes(_load(path), path.name)


def read_npz(path: Path) -> list[MazeInstance]:
    """An archive with such an array as `inputs`; `solutions` and others are not read.

    Raises:
        InvalidInstanceError: It is no such archive.
    """
    return _mazes(_load(path, INPUTS), path.name)


def write_npy(
    path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None
) -> None:
    """The mazes, and their answers beside: `solutions.npy` for `inputs.npy`, else `NAME_solutions`.

    Raises:
        InvalidInstanceError: The mazes have several shapes.
    """
    np.save(path, _inputs(instances))
    if solutions is not None:
        own = path.stem == INPUTS
        beside = path.with_stem(SOLUTIONS if own else f"{path.stem}_{SOLUTIONS}")
        np.save(beside, _targets(solutions))


def write_npz(
    path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None
) -> None:
    """The mazes as `inputs`, their answers as `solutions`.

    Raises:
        InvalidInstanceError: The mazes have several shapes.
    """
    arrays = {INPUTS: _inputs(instances)}
    if solutions is not None:
        arrays[SOLUTIONS] = _targets(solutions)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _load(path: Path, key: str | None = None) -> NDArray[Any]:
    """The array of a file, or that of the name `key` in an archive."""
    with path.open("rb") as file:
        try:
            found = np.load(file, allow_pickle=False)
            if isinstance(found, np.ndarray) != (key is None):
                raise InvalidInstanceError(f"{path} is not what its ending {path.suffix} says")
            if key is None:
                return np.asarray(found)
            if key in found.files:
                return np.asarray(found[key])
        except (ValueError, EOFError, BadZipFile, error) as fault:
            raise InvalidInstanceError(
                f"{path} is no readable {path.suffix} file: {fault}"
            ) from fault
    names = ", ".join(found.files) or "nothing"
    raise InvalidInstanceError(f"{path} holds no array {key!r}, but {names}")


def _mazes(array: NDArray[Any], name: str) -> list[MazeInstance]:
    pixels = array[None] if array.ndim == 3 else array
    if pixels.ndim != 4 or pixels.shape[1] != 3 or not all(map(_fits, pixels.shape[2:])):
        raise InvalidInstanceError(
            f"{name}: expected mazes of shape (n, 3, p, p) with p = 2 size + 6 and an odd size, "
            f"got {array.shape}"
        )
    if not np.isin(pixels, (0, 1)).all():
        raise InvalidInstanceError(f"{name}: expected the values 0 and 1 only")
    return [_maze(maze, f"{name}, maze {number}") for number, maze in enumerate(pixels, 1)]


def _fits(pixels: int) -> bool:
    size, odd = divmod(pixels - 2 * BORDER, 2)
    return not odd and size >= 1 and size % 2 == 1


def _maze(pixels: NDArray[Any], where: str) -> MazeInstance:
    whole = pixels.astype(bool).transpose(1, 2, 0)
    inner = whole[BORDER:-BORDER, BORDER:-BORDER]
    cells = inner[::2, ::2]
    if not np.array_equal(cells.repeat(2, 0).repeat(2, 1), inner) or whole.sum() > inner.sum():
        raise InvalidInstanceError(
            f"{where}: expected cells of 2 x 2 pixels and a black border of {BORDER}"
        )
    letters = LETTERS[to_numbers(cells * np.uint8(255), where)]
    return to_instance(letters, where, framed=False)


def _inputs(instances: Sequence[MazeInstance]) -> NDArray[np.uint8]:
    shapes = sorted({instance.shape for instance in instances})
    if len(shapes) != 1:
        raise InvalidInstanceError(
            f"an array holds mazes of one shape, got {shapes}", "write to .txt, or one file a size"
        )
    return codec.encode(instances, codec.PIXEL).astype(np.uint8)


def _targets(solutions: Sequence[Marks]) -> NDArray[np.uint8]:
    return codec.targets(solutions, codec.PIXEL).astype(np.uint8)
