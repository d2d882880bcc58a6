"""Mazes as NumPy arrays in the layout of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze import encoding as codec
from thinkers_maze.formats.grid import END, FREE, START, WALL, Labelled, to_maze
from thinkers_maze.formats.numbers import load, load_archive
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance

BORDER = codec.BORDER[codec.PIXEL]
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
    return _labelled(load(path), solutions, path.name, "" if beside is None else beside.name)


def read_npz(path: Path) -> list[Labelled]:
    """An archive with such an array as `inputs`, and answers as `solutions`; others are not read.

    Raises:
        InvalidInstanceError: It is no such archive.
    """
    arrays = load_archive(path, INPUTS, SOLUTIONS)
    return _labelled(arrays[INPUTS], arrays.get(SOLUTIONS), path.name, SOLUTIONS)


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
    inputs: NDArray[Any], solutions: NDArray[Any] | None, name: str, beside: str
) -> list[Labelled]:
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
    mazes = [_maze(maze, f"{name}, maze {number}") for number, maze in enumerate(pixels, 1)]
    if solutions is None:
        return [(maze, None) for maze in mazes]
    shape = (len(pixels), *pixels.shape[2:])
    if solutions.size != np.prod(shape) or not _is_binary(solutions):
        raise InvalidInstanceError(
            f"{beside}: expected the answers of {name}, {shape} of 0 and 1, got {solutions.shape}"
        )
    scores = np.stack([1 - solutions.reshape(shape), solutions.reshape(shape)], 1)
    return [
        (maze, codec.decode(score, maze, codec.PIXEL))
        for maze, score in zip(mazes, scores, strict=True)
    ]


def _is_binary(values: NDArray[Any]) -> bool:
    """Whether all are 0 or 1; `np.isin` would take twelve times their room."""
    return bool(((values == 0) | (values == 1)).all())


def _fits(pixels: int) -> bool:
    size, odd = divmod(pixels - 2 * BORDER, 2)
    return not odd and size >= 1


def _maze(pixels: NDArray[Any], where: str) -> MazeInstance:
    whole = pixels.astype(np.uint8).transpose(1, 2, 0)
    inner = whole[BORDER:-BORDER, BORDER:-BORDER]
    cells = inner[::2, ::2]
    if not np.array_equal(cells.repeat(2, 0).repeat(2, 1), inner) or whole.sum() > inner.sum():
        raise InvalidInstanceError(
            f"{where}: expected cells of 2 x 2 pixels and a black border of {BORDER}"
        )
    letters = LETTERS[cells @ np.array([4, 2, 1])]
    if (letters == "").any():
        row, col = np.argwhere(letters == "")[0].tolist()
        raise InvalidInstanceError(
            f"{where}: the cell in row {row + 1}, column {col + 1} is no wall and not free, "
            f"and no end: {cells[row, col].tolist()}"
        )
    return to_maze(letters, where, framed=False)[0]


def _inputs(instances: Sequence[MazeInstance]) -> NDArray[np.uint8]:
    shapes = sorted({instance.shape for instance in instances})
    if len(shapes) != 1:
        raise InvalidInstanceError(
            f"an array holds mazes of one shape, got {shapes}", "write to .txt, or one file a size"
        )
    return codec.encode(instances, codec.PIXEL).astype(np.uint8)


def _targets(answers: Sequence[Marks | None]) -> NDArray[np.uint8] | None:
    """The pixels of the answers, of which an undecided cell has one; None without answers."""
    known = [marks for marks in answers if marks is not None]
    if not known:
        return None
    if len(known) < len(answers):
        raise InvalidInstanceError("an array holds the answers of all mazes or of none")
    targets = codec.targets(known, codec.PIXEL).astype(np.uint8)
    unsure = np.argwhere(np.stack(known) == UNDECIDED)
    targets[unsure[:, 0], BORDER + 2 * unsure[:, 1], BORDER + 2 * unsure[:, 2]] = 1
    return targets


def _packed(array: NDArray[Any]) -> bytes:
    stream = BytesIO()
    np.save(stream, array, allow_pickle=False)
    return stream.getvalue()
