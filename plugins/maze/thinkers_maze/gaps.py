"""Mazes whose ends are the gaps in their outer wall."""

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.instance import Cell


def gaps(walls: NDArray[np.bool_]) -> list[Cell]:
    """The free cells of the rim, in reading order; none where there is nothing but rim.

    Args:
        walls: `(rows, cols)` bool, the outer wall included.
    """
    if min(walls.shape) <= 2:
        return []
    rim = np.ones(walls.shape, bool)
    rim[1:-1, 1:-1] = False
    return [(row, col) for row, col in np.argwhere(rim & ~walls).tolist()]


def ends_of(walls: NDArray[np.bool_]) -> tuple[Cell, Cell] | None:
    """Start and end: exactly two gaps that do not touch, the first in reading order the start."""
    found = gaps(walls)
    if len(found) != 2 or sum(abs(a - b) for a, b in zip(*found, strict=True)) == 1:
        return None
    return found[0], found[1]
