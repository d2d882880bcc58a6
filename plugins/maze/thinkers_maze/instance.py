"""One maze: a grid of walls with a start and an end, and the marks that answer it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError

Cell = tuple[int, int]
"""Row and column, counted from 0 at the upper left."""

Marks = NDArray[np.int8]
"""`(rows, cols)` int8: 1 on the path, ends included, 0 off it, `UNDECIDED` where an encoding with
several pixels a cell holds both."""

UNDECIDED = -1
"""A cell whose pixels disagree; never right."""


@dataclass(frozen=True, eq=False)
class MazeInstance:
    """A maze of `rows * cols` cells that touch along their sides.

    Outside the grid all is wall; the grid itself holds no outer border.

    Attributes:
        walls: `(rows, cols)` bool, True where no way leads.
        start: A free cell.
        end: Another free cell.
        name: Where the maze came from.

    Raises:
        InvalidInstanceError: An end lies outside or on a wall, or both are one cell.
    """

    walls: NDArray[np.bool_]
    start: Cell
    end: Cell
    name: str = ""

    def __post_init__(self) -> None:
        rows, cols = self.walls.shape
        for word, (row, col) in (("start", self.start), ("end", self.end)):
            if not (0 <= row < rows and 0 <= col < cols):
                raise InvalidInstanceError(f"the {word} ({row}, {col}) is outside the maze")
            if self.walls[row, col]:
                raise InvalidInstanceError(f"the {word} ({row}, {col}) is on a wall")
        if self.start == self.end:
            raise InvalidInstanceError("start and end are the same cell")

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, cols = self.walls.shape
        return rows, cols

    def beside(self, cell: Cell) -> list[Cell]:
        """The free cells that touch `cell`: north, east, south, west."""
        row, col = cell
        rows, cols = self.shape
        around = ((row - 1, col), (row, col + 1), (row + 1, col), (row, col - 1))
        return [
            (r, c) for r, c in around if 0 <= r < rows and 0 <= c < cols and not self.walls[r, c]
        ]

    def marks(self, cells: Iterable[Cell]) -> Marks:
        """Marks on `cells` and nowhere else."""
        marks = np.zeros(self.walls.shape, np.int8)
        for cell in cells:
            marks[cell] = 1
        return marks
