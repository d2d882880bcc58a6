"""The verdict on marks, from the walls alone. Shares no code with encoding or solvers."""

from collections import deque

from thinkers import Verdict
from thinkers_maze.instance import Cell, Marks, MazeInstance


def check(instance: MazeInstance, marks: Marks) -> Verdict:
    """Whether the marks are one simple path of the shortest length; the cost is its steps.

    Steps are the cells after the start, as the easy-to-hard generator counts lengths. Where several
    shortest paths exist, each is right; the accuracy is the share of free cells that agree with
    the one nearest to the marks.
    """
    if marks.shape != instance.walls.shape:
        shape = f"{instance.walls.shape}, got {marks.shape}"
        return Verdict(False, reason=f"expected marks of shape {shape}", accuracy=0.0)
    free = {
        (row, col)
        for row, walls in enumerate(instance.walls.tolist())
        for col, wall in enumerate(walls)
        if not wall
    }
    marked = {
        (row, col): mark
        for row, values in enumerate(marks.tolist())
        for col, mark in enumerate(values)
        if mark != 0
    }
    distances = _distances(free, instance.start)
    if instance.end not in distances:
        reason = "no path leads from start to end"
        return Verdict(False, reason=reason, accuracy=0.0, possible=False)
    steps, shortest = len(marked) - 1, distances[instance.end]
    fault = _fault(instance, free, marked) or _length_fault(steps, shortest)
    accuracy = _agreement(instance.end, distances, free, marked)
    return Verdict(not fault, float(steps), fault, accuracy)


def _distances(free: set[Cell], start: Cell) -> dict[Cell, int]:
    """The steps from `start` to each cell that can be reached, nearest first."""
    distances = {start: 0}
    waiting = deque([start])
    while waiting:
        cell = waiting.popleft()
        for beside in _around(cell):
            if beside in free and beside not in distances:
                distances[beside] = distances[cell] + 1
                waiting.append(beside)
    return distances


def _fault(instance: MazeInstance, free: set[Cell], marked: dict[Cell, int]) -> str:
    """What keeps the marks from being a simple path from start to end; empty if nothing does."""
    for cell, mark in marked.items():
        if cell not in free:
            return f"cell {cell} is marked, but a wall"
        if mark != 1:
            return f"cell {cell} is undecided"
    for word, cell in (("start", instance.start), ("end", instance.end)):
        if cell not in marked:
            return f"the {word} {cell} is not marked"
    ends = {instance.start, instance.end}
    spare = {cell: sum(b in marked for b in _around(cell)) - 2 + (cell in ends) for cell in marked}
    for word, sign in (("branches", 1), ("breaks off", -1)):
        for cell, ways in spare.items():
            if sign * ways > 0:
                return f"the path {word} at {cell}"
    if len(_distances(set(marked), instance.start)) < len(marked):
        return "some marks are not on the path"
    return ""


def _length_fault(steps: int, shortest: int) -> str:
    return f"the path is {steps} steps long, the shortest is {shortest}" if steps > shortest else ""


def _agreement(
    end: Cell, distances: dict[Cell, int], free: set[Cell], marked: dict[Cell, int]
) -> float:
    """The share of free cells whose mark agrees with the shortest path that fits the marks best.

    A path that leaves a cell unmarked loses it, one that crosses a marked cell wins it; the best
    balance of each cell follows from the cells one step nearer to the start.
    """
    best: dict[Cell, int] = {}
    for cell, distance in distances.items():
        before = [best[b] for b in _around(cell) if distances.get(b, distance) == distance - 1]
        best[cell] = {1: 1, 0: -1}.get(marked.get(cell, 0), 0) + max(before, default=0)
    unmarked = len(free) - sum(cell in free for cell in marked)
    return (unmarked + best[end]) / len(free)


def _around(cell: Cell) -> tuple[Cell, Cell, Cell, Cell]:
    row, col = cell
    return (row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)
