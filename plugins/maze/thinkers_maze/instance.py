"""One maze: a grid of walls with a start and an end, and the marks that answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import index
from typing import Any

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

    Outside the grid all is wall; the grid itself needs no outer border.

    Attributes:
        walls: `(rows, cols)` bool, True where no way leads; a copy of what is given, not to be
            written to. Numbers 0 and 1, and lists of lists, are taken too.
        start: A free cell.
        end: Another free cell.
        name: Where the maze came from.

    Raises:
        InvalidInstanceError: The walls are no such array; an end is not two whole numbers, lies
            outside or on a wall, or both are one cell.
    """

    walls: NDArray[np.bool_]
    start: Cell
    end: Cell
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "walls", walls_of(self.walls))
        rows, cols = self.walls.shape
        for word in ("start", "end"):
            row, col = cell = _cell(word, getattr(self, word))
            object.__setattr__(self, word, cell)
            if not (0 <= row < rows and 0 <= col < cols):
                raise InvalidInstanceError(f"the {word} ({row}, {col}) is outside the maze")
            if self.walls[row, col]:
                raise InvalidInstanceError(f"the {word} ({row}, {col}) is on a wall")
        if self.start == self.end:
            raise InvalidInstanceError("start and end are the same cell")

    @classmethod
    def sound(
        cls, walls: NDArray[np.bool_], start: Cell, end: Cell, name: str = ""
    ) -> "MazeInstance":
        """A maze of read-only walls and ends that were checked before: nothing is copied.

        For readers, which make many at once; the arguments are the attributes.
        """
        found = object.__new__(cls)
        found.__dict__.update(walls=walls, start=start, end=end, name=name)
        return found

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


def walls_of(given: Any) -> NDArray[np.bool_]:
    """A read-only copy of an array.

    Raises:
        InvalidInstanceError: It has not two axes, or holds anything but yes and no.
    """
    try:
        array = np.asarray(given)
    except ValueError as error:  # lists of several lengths
        raise InvalidInstanceError("the rows of the walls are not equally long") from error
    if array.ndim != 2 or not array.size:
        raise InvalidInstanceError(
            f"expected walls of shape (rows, cols), got {array.shape}",
            "the walls are a two-dimensional array, True where no way leads",
        )
    if array.dtype != np.bool_ and not (array.dtype.kind in "uif" and np.isin(array, (0, 1)).all()):
        raise InvalidInstanceError(
            f"expected walls that are True or False, or 1 or 0, got {array.dtype}",
            "from letters: numpy.array(letters) == '#'",
        )
    walls = array.astype(np.bool_)
    walls.setflags(write=False)
    return walls


def _cell(word: str, given: Any) -> Cell:
    """Row and column as plain integers.

    Raises:
        InvalidInstanceError: They are not two whole numbers.
    """
    try:
        row, col = given
        return index(row), index(col)
    except (TypeError, ValueError) as error:
        raise InvalidInstanceError(
            f"expected the {word} as row and column, two whole numbers, got {given!r}"
        ) from error
