"""The shortest path by breadth-first search: labels, and the baseline `bfs`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import SolveError, run_kernel
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.instance import Cell, Marks, MazeInstance

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
    seen, came, queue = _room(instance.walls)
    stride = seen.shape[1]
    path = np.zeros(seen.shape, np.int8)
    start, end = (stride * (row + 1) + col for row, col in (instance.start, instance.end))
    run_kernel(search, compiled, seen.ravel(), came, queue, stride, start, end)
    if not came[start]:
        raise SolveError("no path leads from start to end")
    run_kernel(trace, compiled, came, path.ravel(), start, end)
    return path[1:-1, :cols].copy()


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
    seen, far, queue = _room(walls)
    stride = seen.shape[1]
    run_kernel(
        spread, compiled, seen.ravel(), far, queue, stride, stride * (start[0] + 1) + start[1]
    )
    return np.asarray(far.reshape(seen.shape)[1:-1, :-1] - 1)


def parts(walls: NDArray[np.bool_], compiled: bool | None = None) -> NDArray[np.int64]:
    """`(rows, cols)` int64: the number of the connected part of each free cell, 0 on walls."""
    if compiled is None:
        compiled = worth_compiling(walls.size)
    seen, number, queue = _room(walls)
    run_kernel(colour, compiled, seen.ravel(), number, queue, seen.shape[1])
    return np.asarray(number.reshape(seen.shape)[1:-1, :-1])


def _room(walls: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], Flat, Flat]:
    """Walls with a margin above, below and to the right; a zero for each; room for a queue."""
    rows, cols = walls.shape
    seen = np.ones((rows + 2, cols + 1), np.uint8)
    seen[1:-1, :cols] = walls
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


def spread(seen: Flat, far: Flat, queue: Flat, stride: int, start: int) -> int:
    """Count the steps from the start.

    Args:
        seen: 0 where the search may go; becomes 1 where it was.
        far: Becomes one more than the steps to each position that is reached.
        queue: Room for every position.
        stride: Positions a row.
        start: Where to begin.

    Returns:
        How many positions were reached.
    """
    steps = (1, -1, stride, -stride)
    first, last = 0, 1
    queue[0] = start
    seen[start] = 1
    far[start] = 1
    while first < last:
        here = queue[first]
        first += 1
        for step in steps:
            there = here + step
            if seen[there] == 0:
                seen[there] = 1
                far[there] = far[here] + 1
                queue[last] = there
                last += 1
    return last


def colour(seen: Flat, number: Flat, queue: Flat, stride: int) -> int:
    """Number the connected parts from 1, in the order of their first positions.

    Args:
        seen: 0 where the search may go; becomes 1.
        number: Becomes the number of the part that each such position belongs to.
        queue: Room for every position.
        stride: Positions a row.

    Returns:
        How many parts there are.
    """
    steps = (1, -1, stride, -stride)
    found = 0
    for begin in range(len(seen)):
        if seen[begin] != 0:
            continue
        found += 1
        first, last = 0, 1
        queue[0] = begin
        seen[begin] = 1
        while first < last:
            here = queue[first]
            first += 1
            number[here] = found
            for step in steps:
                there = here + step
                if seen[there] == 0:
                    seen[there] = 1
                    queue[last] = there
                    last += 1
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
