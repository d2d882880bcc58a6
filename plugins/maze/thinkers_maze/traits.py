"""Traits of a maze: how it differs from those of the easy-to-hard data."""

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.cropping import cropped
from thinkers_maze.instance import MazeInstance
from thinkers_maze.shortest import distances


def traits(maze: MazeInstance) -> frozenset[str]:
    """The traits of a maze, as a thinker sees it: without walls around it.

    `loops`: the cells that the start reaches form no tree. `open areas`: somewhere 2 x 2 cells are
    free. `unreachable cells`: some are free, and the start does not reach them. `non-square`: it
    has other numbers of rows and columns. `not on a room grid`: it is not made of rooms at even
    rows and columns, counted from 0, and pillars of wall at odd ones. `ends in corridors`: it is,
    and an end stands between two rooms.
    """
    inner = cropped(maze).inner
    free = ~inner.walls
    there = distances(inner.walls, inner.start) >= 0
    rooms = free[::2, ::2].all() and not free[1::2, 1::2].any()
    corridors = any(row % 2 or col % 2 for row, col in (inner.start, inner.end))
    found = {
        "loops": _edges(there) >= int(there.sum()),
        "open areas": (free[1:, 1:] & free[1:, :-1] & free[:-1, 1:] & free[:-1, :-1]).any(),
        "unreachable cells": (free & ~there).any(),
        "non-square": inner.shape[0] != inner.shape[1],
        "not on a room grid": not rooms,
        "ends in corridors": rooms and corridors,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _edges(cells: NDArray[np.bool_]) -> int:
    """How many pairs of the cells touch along a side."""
    return int((cells[1:] & cells[:-1]).sum() + (cells[:, 1:] & cells[:, :-1]).sum())
