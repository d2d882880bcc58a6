"""The verdict on marks, from the walls alone. Shares no code with encoding or solvers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from thinkers import Verdict
from thinkers_maze.compiled import run_patiently
from thinkers_maze.instance import Cell, Marks, MazeInstance

Flat = Any
"""A one-dimensional array or memory view, of a maze with a margin of wall."""

Run = Callable[..., int]
"""Calls a kernel with its arguments, compiled or not."""

FAULTS = (
    "", "cell {cell} is marked, but a wall", "cell {cell} is undecided",
    "the start {cell} is not marked", "the end {cell} is not marked",
    "the path branches at {cell}", "the path breaks off at {cell}",
)  # fmt: skip
"""By the number of the fault that a kernel gives with its place."""

APART = len(FAULTS)
"""What a place is multiplied by before the number of its fault is added."""


def check(instance: MazeInstance, marks: Marks) -> Verdict:
    """Whether the marks are one simple path of the shortest length; the cost is its steps.

    Steps are the cells after the start, as the easy-to-hard generator counts lengths. Where several
    shortest paths exist, each is right; the accuracy is the share of free cells that agree with
    the one nearest to the marks.
    """
    if marks.shape != instance.walls.shape:
        shape = f"{instance.walls.shape}, got {marks.shape}"
        return Verdict(False, reason=f"expected marks of shape {shape}", accuracy=0.0)
    return Survey(instance, marks, run_patiently).verdict()


class Survey:
    """A maze and its marks, in rows that begin with a cell of wall, between two rows of wall.

    Args:
        instance: The maze.
        marks: Of its shape.
        run: Calls a kernel.
    """

    def __init__(self, instance: MazeInstance, marks: Marks, run: Run) -> None:
        rows, cols = instance.shape
        self.run, self.stride = run, cols + 1
        walls = np.ones((rows + 2, cols + 1), np.int8)
        kinds = np.zeros((rows + 2, cols + 1), np.int8)
        walls[1:-1, 1:] = instance.walls
        kinds[1:-1, 1:] = np.where(marks == 0, 0, np.where(marks == 1, 1, -1))
        self.walls, self.kinds = walls.ravel(), kinds.ravel()
        self.start, self.end = self._place(instance.start), self._place(instance.end)

    def verdict(self) -> Verdict:
        """What there is to say of the marks."""
        far, order = np.zeros((2, self.walls.size), np.int64)
        reached = self.run(flood, self.walls, far, order, self.stride, self.start)
        shortest = int(far[self.end]) - 1
        if shortest < 0:
            reason = "no path leads from start to end"
            return Verdict(False, reason=reason, accuracy=0.0, possible=False)
        fault, steps = self._fault(), int(np.count_nonzero(self.kinds)) - 1
        if not fault and steps > shortest:
            fault = f"the path is {steps} steps long, the shortest is {shortest}"
        best = np.zeros(self.walls.size, np.int64)
        self.run(agree, self.kinds, far, order, best, self.stride, reached)
        free = self.walls == 0
        agreeing = np.count_nonzero(free & (self.kinds == 0)) + int(best[self.end])
        return Verdict(not fault, float(steps), fault, agreeing / int(np.count_nonzero(free)))

    def _fault(self) -> str:
        """What keeps the marks from being a simple path between the ends; empty if nothing does."""
        stride, start, end = self.stride, self.start, self.end
        found = self.run(misplaced, self.walls, self.kinds, start, end)
        found = found or self.run(crooked, self.kinds, stride, start, end)
        if not found:
            other, far, order = self.kinds != 1, *np.zeros((2, self.walls.size), np.int64)
            joined = self.run(flood, other.view(np.int8), far, order, stride, start)
            apart = joined < np.count_nonzero(self.kinds)
            return "some marks are not on the path" if apart else ""
        what, place = FAULTS[found % APART], found // APART
        return what.format(cell=(place // stride - 1, place % stride - 1))

    def _place(self, cell: Cell) -> int:
        return (cell[0] + 1) * self.stride + cell[1] + 1


def flood(walls: Flat, far: Flat, order: Flat, stride: int, start: int) -> int:
    """Reach all that can be reached.

    Args:
        walls: 0 where there is a way.
        far: Zeros; becomes one more than the steps from the start to each cell that is reached.
        order: Becomes these cells, nearest first.
        stride: Cells a row.
        start: Where to begin.

    Returns:
        How many cells are reached.
    """
    known, count = 0, 1
    order[0], far[start] = start, 1
    while known < count:
        cell = order[known]
        known += 1
        for step in (-stride, stride, -1, 1):
            beside = cell + step
            if walls[beside] == 0 and far[beside] == 0:
                far[beside] = far[cell] + 1
                order[count] = beside
                count += 1
    return count


def agree(kinds: Flat, far: Flat, order: Flat, best: Flat, stride: int, reached: int) -> int:
    """Find for each cell the shortest path to it that fits the marks best.

    A path that leaves a cell unmarked loses it, one that crosses a marked cell wins it; the best
    balance of each cell follows from the cells one step nearer to the start.

    Args:
        kinds: 1 where a cell is marked, 0 where not, -1 where that is not clear.
        far: As `flood` has made it, and `order`.
        order: Of which so many as were `reached`.
        best: Becomes the balances.
        stride: Cells a row.
        reached: How many cells.
    """
    for number in range(reached):
        cell = order[number]
        most, first = 0, True
        for step in (-stride, stride, -1, 1):
            before = cell + step
            if far[before] == far[cell] - 1 and far[before] > 0 and (first or best[before] > most):
                most, first = best[before], False
        kind = kinds[cell]
        best[cell] = most + (1 if kind == 1 else -1 if kind == 0 else 0)
    return 0


def misplaced(walls: Flat, kinds: Flat, start: int, end: int) -> int:
    """The first mark where none may be, or the end that has none, as a place and a fault of it."""
    for cell in range(len(walls)):
        if kinds[cell] != 0 and walls[cell] != 0:
            return APART * cell + 1
        if kinds[cell] < 0:
            return APART * cell + 2
    if kinds[start] == 0:
        return APART * start + 3
    return 0 if kinds[end] != 0 else APART * end + 4


def crooked(kinds: Flat, stride: int, start: int, end: int) -> int:
    """The first mark with too many marks beside it, or too few, as a place and a fault of it."""
    loose = 0
    for cell in range(len(kinds)):
        if kinds[cell] == 0:
            continue
        ways = kinds[cell - stride] + kinds[cell + stride] + kinds[cell - 1] + kinds[cell + 1]
        wanted = 1 if cell in (start, end) else 2
        if ways > wanted:
            return APART * cell + 5
        if ways < wanted and loose == 0:
            loose = APART * cell + 6
    return loose
