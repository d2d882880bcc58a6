"""The shortest path by breadth-first search: labels, and the baseline `bfs`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import SolveError, run_kernel
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.instance import Cell, Marks, MazeInstance

Flat = Any
"""A one-dimensional array or memory view."""

NOWHERE = -1
"""The goal of a search that goes everywhere."""


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
    far, came, queue = _room(instance.walls)
    stride = far.shape[1]
    path = np.zeros(far.shape, np.int8)
    start, end = (stride * (row + 1) + col for row, col in (instance.start, instance.end))
    run_kernel(search, compiled, far.ravel(), came, queue, stride, end, start)
    if not came[start]:
        raise SolveError("no path leads from start to end")
    run_kernel(trace, compiled, came, path.ravel(), start, end)
    return path[1:-1, :-1].copy()


def distances(
    walls: NDArray[np.bool_], start: Cell, compiled: bool | None = None
) -> NDArray[np.int64]:
    """`(rows, cols)` int64: the fewest steps from `start` to each cell, -1 where no way leads.

    Args:
        walls: `(rows, cols)` bool.
        start: A free cell.
        compiled: Whether numba runs the search; by default where that saves time.
    """
    if compiled is None:
        compiled = worth_compiling(walls.size)
    far, came, queue = _room(walls)
    stride = far.shape[1]
    begin = stride * (start[0] + 1) + start[1]
    run_kernel(search, compiled, far.ravel(), came, queue, stride, begin, NOWHERE)
    return np.asarray(np.maximum(far[1:-1, :-1], 0) - 1)


def parts(walls: NDArray[np.bool_], compiled: bool | None = None) -> NDArray[np.int64]:
    """`(rows, cols)` int64: the number of the connected part of each free cell, 0 on walls."""
    if compiled is None:
        compiled = worth_compiling(walls.size)
    far, came, queue = _room(walls)
    number = np.zeros(far.shape, np.int64)
    run_kernel(colour, compiled, number.ravel(), far.ravel(), came, queue, far.shape[1])
    return np.asarray(number[1:-1, :-1])


def _room(walls: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Flat, Flat]:
    """What a search writes to: -1 for each wall and for a margin above, below and to the right.

    Returns:
        `far`, `(rows + 2, cols + 1)`, and `came` and `queue`, as long; see `search`.
    """
    rows, cols = walls.shape
    far = np.full((rows + 2, cols + 1), -1, np.int64)
    far[1:-1, :cols] = np.where(walls, -1, 0)
    return far, np.zeros(far.size, np.int64), np.empty(far.size, np.int64)


def search(far: Flat, came: Flat, queue: Flat, stride: int, begin: int, goal: int) -> int:
    """Breadth-first search until the goal is reached.

    Args:
        far: 0 where the search may go; becomes one more than the steps to what it reaches.
        came: Becomes the step by which each position was reached.
        queue: Room for every position; becomes what was reached, in its order.
        stride: Positions a row.
        begin: Where to begin.
        goal: Where to stop, or `NOWHERE`.

    Returns:
        How many positions were reached.
    """
    steps = (1, -1, stride, -stride)
    first, last = 0, 1
    queue[0] = begin
    far[begin] = 1
    while first < last and (goal < 0 or far[goal] == 0):
        here = queue[first]
        first += 1
        for step in steps:
            there = here + step
            if far[there] == 0:
                far[there] = far[here] + 1
                came[there] = step
                queue[last] = there
                last += 1
    return last


def colour(number: Flat, far: Flat, came: Flat, queue: Flat, stride: int) -> int:
    """Number the connected parts from 1, in the order of their first positions.

    Args:
        number: Becomes the number of the part that each position belongs to.
        far: As `search` has it, and so are the others: 0 where there are parts.
        came: Becomes the steps of the searches.
        queue: Room for every position.
        stride: Positions a row.

    Returns:
        How many parts there are.
    """
    found = 0
    for begin in range(len(far)):
        if far[begin] == 0:
            found += 1
            for place in range(search(far, came, queue, stride, begin, NOWHERE)):
                number[queue[place]] = found
    return found


def trace(came: Flat, path: Flat, start: int, end: int) -> int:
    """Mark the way back from `start` to `end`; returns its length in cells."""
    here, length = start, 1
    path[here] = 1
    while here != end:
        here -= came[here]
        path[here] = 1
        length += 1
    return length
