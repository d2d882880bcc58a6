"""Cropping mazes: outer walls removed, and ends that are gaps in them moved inside.

A line at the rim that is all wall says nothing. Where an end is a gap in such a line, every path
leads on to the one free cell behind it: the end may stand there, and the cell is put back on the
path afterwards. Both are the same problem, and look as mazes look to those who draw their ends
inside.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.instance import Cell, Marks, MazeInstance

Window = list[list[int]]
"""First and last row, first and last column."""

Ends = tuple[Cell, Cell]

SIDES: tuple[tuple[int, Literal[0, 1]], ...] = ((0, 0), (0, 1), (1, 0), (1, 1))
"""Upper, lower, left and right line: which part of a window, and its first or last."""


@dataclass(frozen=True, eq=False)
class Cropped:
    """The inner part of a maze.

    Attributes:
        inner: It, as a maze of its own; the whole maze where nothing can be left out.
        corner: The whole maze's cell that is its upper left one.
        shape: Rows and columns of the whole maze.
        crossed: Cells outside that every path from start to end crosses.
    """

    inner: MazeInstance
    corner: Cell
    shape: tuple[int, int]
    crossed: tuple[Cell, ...]

    def cut(self, marks: Marks) -> Marks:
        """The inner part of the marks of the whole maze."""
        (top, left), (rows, cols) = self.corner, self.inner.shape
        return marks[top : top + rows, left : left + cols]

    def whole(self, marks: Marks) -> Marks:
        """Marks of the inner part as marks of the whole, with the cells that are crossed."""
        (top, left), (rows, cols) = self.corner, self.inner.shape
        whole = np.zeros(self.shape, np.int8)
        whole[top : top + rows, left : left + cols] = marks
        for cell in self.crossed:
            whole[cell] = 1
        return whole


def cropped(maze: MazeInstance) -> Cropped:
    """The maze without lines at its rim that hold nothing but walls and gaps to its ends.

    A gap is an end with walls to both sides along its line and a free cell behind it, which is
    not the other end. Lines are left out as long as there are some, so frames of any width are.
    """
    rows, cols = maze.shape
    window = [[0, rows - 1], [0, cols - 1]]
    ends, crossed = (maze.start, maze.end), list[Cell]()
    while found := _line(maze.walls, window, ends):
        axis, last, inside = found
        crossed += set(ends).difference(inside)
        ends = inside
        window[axis][last] += -1 if last else 1
    (top, bottom), (left, right) = window
    walls = maze.walls[top : bottom + 1, left : right + 1]
    start, end = ((row - top, col - left) for row, col in ends)
    inner = maze if walls.shape == maze.shape else MazeInstance(walls, start, end, maze.name)
    return Cropped(inner, (top, left), maze.shape, tuple(crossed))


def _line(
    walls: NDArray[np.bool_], window: Window, ends: Ends
) -> tuple[int, Literal[0, 1], Ends] | None:
    """Which line at the rim can be left out, and where the ends are then; one without ends first.

    Args:
        walls: Of the whole maze.
        window: What is left of it.
        ends: Start and end.
    """
    for many in (0, 1, 2):
        for axis, last in SIDES:
            on_line = [end for end in ends if end[axis] == window[axis][last]]
            if len(on_line) != many or not _holds_only(walls, window, axis, last, many):
                continue
            inside = [_behind(walls, window, axis, last, end) for end in ends]
            if inside[0] and inside[1] and inside[0] != inside[1]:
                return axis, last, (inside[0], inside[1])
    return None


def _holds_only(walls: NDArray[np.bool_], window: Window, axis: int, last: int, free: int) -> bool:
    """Whether the line at one side has so many free cells."""
    here, (first, final) = window[axis][last], window[1 - axis]
    line = (walls.T if axis else walls)[here, first : final + 1]
    return len(line) - int(np.count_nonzero(line)) == free


def _behind(
    walls: NDArray[np.bool_], window: Window, axis: int, last: int, end: Cell
) -> Cell | None:
    """The end itself when it is not on the line, the cell behind the gap that it is, or None."""
    grid = walls.T if axis else walls
    here, along = end[axis], end[1 - axis]
    if here != window[axis][last]:
        return end
    behind = here - 1 if last else here + 1
    one_line = window[axis][0] == window[axis][1]
    between = 0 < along < grid.shape[1] - 1 and grid[here, along - 1] and grid[here, along + 1]
    if one_line or not between or grid[behind, along]:
        return None
    return (along, behind) if axis else (behind, along)
