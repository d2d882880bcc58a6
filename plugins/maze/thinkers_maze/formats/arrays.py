"""Mazes as NumPy arrays in the layout of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, require_count
from thinkers_maze.encodings.pixel import PixelEncoding
from thinkers_maze.formats.grid import END, FREE, START, WALL, Labelled
from thinkers_maze.formats.numbers import load, load_archive
from thinkers_maze.formats.stacks import Grid, to_mazes
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance

PIXEL = PixelEncoding()
BORDER = PIXEL.border
INPUTS, SOLUTIONS = "inputs", "solutions"

LETTERS = np.array([WALL, "", START, "", END, "", "", FREE])
"""The letter of each colour, numbered 4 red + 2 green + blue; others mean nothing."""


def read_npy(path: Path, beside: Path | None = None) -> list[Labelled]:
    """`inputs.npy`: `(n, 3, p, p)` or `(3, p, p)` of 0 and 1, p = 2 size + 6.

    Args:
        path: The file.
        beside: The file of their answers; None where only the mazes are asked for.

    Raises:
        InvalidInstanceError: The array has another shape or other values, or holds no mazes.
    """
    solutions = None if beside is None else load(beside)
    return _labelled(load(path), solutions, path, "" if beside is None else beside.name)


def read_npz(path: Path) -> list[Labelled]:
    """An archive with such an array as `inputs`, and answers as `solutions`; others are not read.

    Raises:
        InvalidInstanceError: It is no such archive.
    """
    arrays = load_archive(path, INPUTS, SOLUTIONS)
    return _labelled(arrays[INPUTS], arrays.get(SOLUTIONS), path, SOLUTIONS)


def content_npy(
    path: Path, instances: Sequence[MazeInstance], answers: Sequence[Marks | None]
) -> dict[Path, bytes]:
    """The mazes, and their answers beside: `solutions.npy` for `inputs.npy`, else `NAME_solutions`.

    Raises:
        InvalidInstanceError: The mazes have several shapes, or a file of other answers lies there.
    """
    files = {path: _packed(_inputs(instances))}
    solutions, beside = _targets(answers), companion(path)
    if solutions is not None:
        files[beside] = _packed(solutions)
    elif beside.exists():
        raise InvalidInstanceError(
            f"{beside} would be taken for the answers of {path.name}", "remove it, or use .npz"
        )
    return files


def content_npz(instances: Sequence[MazeInstance], answers: Sequence[Marks | None]) -> bytes:
    """The mazes as `inputs`, their answers as `solutions`.

    Raises:
        InvalidInstanceError: The mazes have several shapes.
    """
    arrays = {INPUTS: _inputs(instances)}
    solutions = _targets(answers)
    if solutions is not None:
        arrays[SOLUTIONS] = solutions
    stream = BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def read_npy_answered(path: Path) -> list[Labelled]:
    """The same, with answers from the file that belongs to it, where there is one.

    Raises:
        InvalidInstanceError: One of them is not what it should be.
    """
    beside = companion(path)
    return read_npy(path, beside if beside.is_file() else None)


def companion(path: Path) -> Path:
    """The file of the answers that belong to a file of mazes."""
    return path.with_stem(SOLUTIONS if path.stem == INPUTS else f"{path.stem}_{SOLUTIONS}")


def _labelled(
    inputs: NDArray[Any], solutions: NDArray[Any] | None, path: Path, beside: str
) -> list[Labelled]:
    name = path.name
    if inputs.ndim == 2:
        raise InvalidInstanceError(
            f"{name}: a plain array of shape {inputs.shape} does not say where start and end are",
            "write it as .txt with # for walls, S and E, or call thinkers_maze.solve_maze(walls, "
            "start, end)",
        )
    pixels = inputs[None] if inputs.ndim == 3 else inputs
    if pixels.ndim != 4 or pixels.shape[1] != 3 or not all(map(_fits, pixels.shape[2:])):
        raise InvalidInstanceError(
            f"{name}: expected mazes of shape (n, 3, p, p) with p = 2 size + 6, "
            f"got {inputs.shape} {inputs.dtype}"
        )
    if not _is_binary(pixels):
        raise InvalidInstanceError(f"{name}: expected the values 0 and 1 only")
    require_count(len(pixels), path, what="mazes")
    mazes = _mazes(pixels, name)
    if solutions is None:
        return [(maze, None) for maze in mazes]
    shape = (len(pixels), *pixels.shape[2:])
    if solutions.size != np.prod(shape) or not _is_binary(solutions):
        raise InvalidInstanceError(
            f"{beside}: expected the answers of {name}, {shape} of 0 and 1, got {solutions.shape}"
        )
    return list(zip(mazes, _marks(solutions.reshape(shape), mazes), strict=True))


def _is_binary(values: NDArray[Any]) -> bool:
    """Whether all are 0 or 1; `np.isin` would take twelve times their room."""
    return bool(((values == 0) | (values == 1)).all())


def _fits(pixels: int) -> bool:
    size, odd = divmod(pixels - 2 * BORDER, 2)
    return not odd and size >= 1


def _mazes(pixels: NDArray[Any], name: str) -> list[MazeInstance]:
    """The mazes of `(n, 3, p, p)` of 0 and 1.

    Raises:
        InvalidInstanceError: One is no maze; says which.
    """
    whole = pixels.astype(np.uint8).transpose(0, 2, 3, 1)
    inner = whole[:, BORDER:-BORDER, BORDER:-BORDER]
    cells = inner[:, ::2, ::2]
    uneven = (cells.repeat(2, 1).repeat(2, 2) != inner).any((1, 2, 3))
    uneven |= whole.sum((1, 2, 3)) > inner.sum((1, 2, 3))
    letters = LETTERS[cells @ np.array([4, 2, 1], np.uint8)]
    unclear = (letters == "").any((1, 2))
    for number in np.flatnonzero(uneven | unclear).tolist():
        where = f"{name}, maze {number + 1}"
        if uneven[number]:
            raise InvalidInstanceError(
                f"{where}: expected cells of 2 x 2 pixels and a black border of {BORDER}"
            )
        row, col = np.argwhere(letters[number] == "")[0].tolist()
        raise InvalidInstanceError(
            f"{where}: the cell in row {row + 1}, column {col + 1} is no wall and not free, "
            f"and no end: {cells[number, row, col].tolist()}"
        )
    shape = letters.shape[1:]
    grids = [
        Grid("".join(maze.ravel().tolist()), shape, f"{name}, maze {number}")
        for number, maze in enumerate(letters, 1)
    ]
    return [maze for maze, _ in to_mazes(grids, framed=False)]


def _marks(solutions: NDArray[Any], mazes: Sequence[MazeInstance]) -> list[Marks]:
    """The answers `(n, p, p)` of 0 and 1; marks on walls do not count."""
    marks = PIXEL.cells(solutions == 1)
    marks[np.stack([maze.walls for maze in mazes])] = 0
    return list(marks)


def _inputs(instances: Sequence[MazeInstance]) -> NDArray[np.uint8]:
    shapes = sorted({instance.shape for instance in instances})
    if len(shapes) != 1:
        raise InvalidInstanceError(
            f"an array holds mazes of one shape, got {shapes}", "write to .txt, or one file a size"
        )
    return PIXEL.colours(instances).astype(np.uint8)


def _targets(answers: Sequence[Marks | None]) -> NDArray[np.uint8] | None:
    """The pixels of the answers, of which an undecided cell has one; None without answers."""
    known = [marks for marks in answers if marks is not None]
    if not known:
        return None
    if len(known) < len(answers):
        raise InvalidInstanceError("an array holds the answers of all mazes or of none")
    targets = PIXEL.targets(known).astype(np.uint8)
    unsure = np.argwhere(np.stack(known) == UNDECIDED)
    targets[unsure[:, 0], BORDER + 2 * unsure[:, 1], BORDER + 2 * unsure[:, 2]] = 1
    return targets


def _packed(array: NDArray[Any]) -> bytes:
    stream = BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()
