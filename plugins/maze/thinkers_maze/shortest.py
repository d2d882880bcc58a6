"""The shortest path by breadth-first search: labels, and the baseline `bfs`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import SolveError
from thinkers.compiled import run
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.instance import Marks, MazeInstance

Flat = Any
"""A one-dimensional array or memory view."""


def shortest_path(instance: MazeInstance, compiled: bool | None = None) -> Marks:
    """One shortest path.

    Args:
        instance: A maze of any shape.
        compiled: Whether numba runs the search; by default where that saves time.

    Raises:
        SolveError: There is no path.
    """
    if compiled is None:
        compiled = worth_compiling(instance.walls.size)
    cols = instance.shape[1]
    seen, came, queue = _room(instance)
    stride = seen.shape[1]
    path = np.zeros(seen.shape, np.int8)
    start, end = (stride * (row + 1) + col for row, col in (instance.start, instance.end))
    run(search, compiled, seen.ravel(), came, queue, stride, start, end)
    if not came[start]:
        raise SolveError("no path leads from start to end")
    run(trace, compiled, came, path.ravel(), start, end)
    return path[1:-1, :cols].copy()


def reached(instance: MazeInstance) -> NDArray[np.bool_]:
    """`(rows, cols)` bool: the cells to which a way leads from the start, and the start."""
    seen, came, queue = _room(instance)
    stride = seen.shape[1]
    row, col = instance.start
    begin, nowhere = stride * (row + 1) + col, 0
    compiled = worth_compiling(instance.walls.size)
    run(search, compiled, seen.ravel(), came, queue, stride, nowhere, begin)
    return np.asarray((seen[1:-1, :-1] == 1) & ~instance.walls)


def _room(instance: MazeInstance) -> tuple[NDArray[np.uint8], Flat, Flat]:
    """Walls with a margin above, below and to the right; room for steps; room for a queue."""
    rows, cols = instance.shape
    seen = np.ones((rows + 2, cols + 1), np.uint8)
    seen[1:-1, :cols] = instance.walls
    return seen, np.zeros(seen.size, np.int64), np.empty(seen.size, np.int64)


def search(seen: Flat, came: Flat, queue: Flat, stride: int, start: int, end: int) -> int:
    """Search from the end until the start is reached.

    Args:
        seen: 0 where the search may go; becomes 1 where it was.
        came: Becomes the step by which each position was reached.
        queue: Room for every position.
        stride: Positions a row.
        start: Where to stop.
        end: Where to begin.

    Returns:
        How many positions were reached.
    """
    steps = (1, -1, stride, -stride)
    first, last = 0, 1
    queue[0] = end
    seen[end] = 1
    while first < last and came[start] == 0:
        here = queue[first]
        first += 1
        for step in steps:
            there = here + step
            if seen[there] == 0:
                seen[there] = 1
                came[there] = step
                queue[last] = there
                last += 1
    return last


def trace(came: Flat, path: Flat, start: int, end: int) -> int:
    """Mark the way back from `start` to `end`; returns its length in cells."""
    here, length = start, 1
    path[here] = 1
    while here != end:
        here -= came[here]
        path[here] = 1
        length += 1
    return length
