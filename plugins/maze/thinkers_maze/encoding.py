"""Mazes as the three colours a thinker sees, and its scores as marks."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from thinkers_maze import filling
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance

Value = TypeVar("Value", np.bool_, np.int32)

CELL, PIXEL, MOVE = "cell", "pixel", "move"

SCALE = {CELL: 1, PIXEL: 2, MOVE: 1}
"""Pixels along the side of a cell."""

BORDER = {CELL: 1, PIXEL: 3, MOVE: 1}
"""Pixels of wall around the grid. `pixel` has those of the easy-to-hard data; the others have one,
so that the rim of a maze looks to a convolution like its inner walls."""


def shape(instance: MazeInstance, encoding: str) -> tuple[int, int]:
    """Rows and columns of pixels."""
    scale, border = SCALE[encoding], BORDER[encoding]
    rows, cols = instance.shape
    return scale * rows + 2 * border, scale * cols + 2 * border


def encode(instances: Sequence[MazeInstance], encoding: str) -> NDArray[np.float32]:
    """`(b, 3, h, w)` float32, red, green and blue of mazes of one shape.

    Wall (0, 0, 0), free (1, 1, 1), start (0, 1, 0), end (1, 0, 0), as in the easy-to-hard data.
    """
    free = ~np.stack([instance.walls for instance in instances])
    colours = np.repeat(free[:, None], 3, axis=1)
    for number, instance in enumerate(instances):
        colours[(number, slice(None), *instance.start)] = (False, True, False)
        colours[(number, slice(None), *instance.end)] = (True, False, False)
    return _magnify(colours, encoding).astype(np.float32)


def mask(instances: Sequence[MazeInstance], encoding: str) -> NDArray[np.bool_]:
    """`(b, h, w)` bool: what is not wall."""
    return _magnify(~np.stack([instance.walls for instance in instances]), encoding)


def targets(solutions: Sequence[Marks], encoding: str) -> NDArray[np.int64]:
    """`(b, h, w)` int64: 1 on the path, both ends included."""
    return _magnify(np.stack(solutions) == 1, encoding).astype(np.int64)


def rounds(instances: Sequence[MazeInstance], encoding: str) -> NDArray[np.int32]:
    """`(b, h, w)` int32: after how many rounds of filling dead ends a cell holds its answer."""
    return _magnify(filling.rounds(instances), encoding)


def decode(scores: NDArray[np.float32], instance: MazeInstance, encoding: str) -> Marks:
    """Mark a free cell where class 1 scores above class 0: nothing is added, joined or pruned.

    So a broken path stays broken. Marks on walls do not count, as in the literature. A cell whose
    pixels disagree is undecided, and so an answer in `pixel` is right only when every pixel is.

    Args:
        scores: `(2, h, w)`.
        instance: The maze.
        encoding: `cell` or `pixel`.
    """
    scale, border = SCALE[encoding], BORDER[encoding]
    rows, cols = instance.shape
    inner = (scores[1] > scores[0])[border:-border, border:-border]
    pixels = inner.reshape(rows, scale, cols, scale)
    every, some = pixels.all((1, 3)), pixels.any((1, 3))
    marks = np.where(some & ~every, UNDECIDED, every)
    return np.where(instance.walls, 0, marks).astype(np.int8)


def _magnify(grids: NDArray[Value], encoding: str) -> NDArray[Value]:
    """`(…, h, w)`: each cell as a square of pixels, with a border of 0."""
    scale, border = SCALE[encoding], BORDER[encoding]
    *lead, rows, cols = grids.shape
    whole = np.zeros((*lead, scale * rows + 2 * border, scale * cols + 2 * border), grids.dtype)
    inner = whole[..., border:-border, border:-border]
    for row in range(scale):
        for col in range(scale):
            inner[..., row::scale, col::scale] = grids
    return whole
