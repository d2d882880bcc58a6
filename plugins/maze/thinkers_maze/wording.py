"""An answer in words: the moves of its path, or its cells where it is none."""

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from thinkers_maze.instance import Cell, Marks, MazeInstance

MOVES = {(0, 1): "R", (0, -1): "L", (1, 0): "D", (-1, 0): "U"}
"""Right, left, down and up, by what a step adds to row and column."""

MAX_CHARACTERS = 400
"""Of moves or cells that are written out: ten lines of a narrow terminal."""


def marks_in_words(instance: MazeInstance, marks: Marks) -> str:
    """`6 steps: R2 D2 L2`, or the marked cells, cut off where they are too many."""
    path = _path(instance, marks)
    if path is None:
        cells = [f"({row},{col})" for row, col in np.argwhere(marks == 1).tolist()]
        return f"no path; marked cells, row and column from 0: {_cut(cells, 'cells') or 'none'}"
    steps = [MOVES[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(path)]
    runs = [f"{move}{len(list(same))}" for move, same in groupby(steps)]
    return f"{len(steps)} step{'s' * (len(steps) != 1)}: {_cut(runs, 'runs')}"


def _path(instance: MazeInstance, marks: Marks) -> list[Cell] | None:
    """The marked cells from start to end, or None where they are not one simple path."""
    left = {(row, col) for row, col in np.argwhere(marks == 1).tolist()}
    if (marks == 1)[instance.walls].any() or instance.start not in left:
        return None
    path = [instance.start]
    left.remove(instance.start)
    while True:
        row, col = path[-1]
        ways = [(row + down, col + right) for down, right in MOVES]
        onward = [cell for cell in ways if cell in left]
        if len(onward) != 1:
            break
        path += onward
        left.remove(onward[0])
    return path if path[-1] == instance.end and not left else None


def _cut(parts: Sequence[str], what: str) -> str:
    """The first of the parts, and how many more there are."""
    shown, room = 0, MAX_CHARACTERS
    while shown < len(parts) and room >= len(parts[shown]):
        room -= len(parts[shown]) + 1
        shown += 1
    listed = " ".join(parts[:shown])
    left = len(parts) - shown
    return (
        f"{listed} ... and {left} more {what}: --json prints and -o writes all" if left else listed
    )
