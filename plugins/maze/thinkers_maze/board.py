"""Where the rooms of a maze lie, as flat positions with a margin: what the generators share."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.instance import Cell

WALL, OPEN, OUTSIDE = 0, 1, 2
"""What a position of the flat grid holds; a room that is not reached yet is `WALL` too."""

ORDERS = 24
"""In how many orders a room's four neighbours can be tried."""


@dataclass(frozen=True, eq=False)
class Board:
    """The flat grid of a maze of `rows * cols` cells, with rooms at even rows and columns.

    The grid has `rows + 4` rows of `cols + 2` cells: two rows above and below and two columns to
    the right are outside, so that a step of two cells never leaves the array nor wraps unseen.

    Attributes:
        rows: Cells from top to bottom.
        cols: Cells from left to right; doors and rooms mean something where both are odd.
        blank: `((rows + 4) * (cols + 2),)` uint8, all wall, with its margin.
        rooms: `(n,)` int64 positions of the rooms.
        doors: `(e,)` int64 positions of the cells between two neighbouring rooms.
        halves: `(e,)` int64: `door - half` and `door + half` are the rooms of a door.
        turns: `(24 * 5,)` int64: the steps to the four neighbours in each order, then a 0.
    """

    rows: int
    cols: int
    blank: NDArray[np.uint8]
    rooms: NDArray[np.int64]
    doors: NDArray[np.int64]
    halves: NDArray[np.int64]
    turns: NDArray[np.int64]

    def walls(self, grid: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """`(rows, cols)` bool: the walls of a flat grid, without its margin."""
        inside = grid.reshape(self.rows + 4, self.cols + 2)
        return np.equal(inside[2:-2, : self.cols], WALL)

    def cell(self, position: int) -> Cell:
        """Row and column of a flat position."""
        row, col = divmod(position, self.cols + 2)
        return row - 2, col


def board(rows: int, cols: int) -> Board:
    """The board of so many cells."""
    stride = cols + 2
    positions = np.arange((rows + 4) * stride, dtype=np.int64).reshape(-1, stride)
    inside = positions[2:-2, :cols]
    blank = np.full(positions.size, OUTSIDE, np.uint8)
    blank[inside.ravel()] = WALL
    across, along = inside[::2, 1::2].ravel(), inside[1::2, ::2].ravel()
    turns = [(*order, 0) for order in permutations((-2, 2, -2 * stride, 2 * stride))]
    return Board(
        rows=rows,
        cols=cols,
        blank=blank,
        rooms=inside[::2, ::2].ravel(),
        doors=np.concatenate([across, along]),
        halves=np.repeat([1, stride], [len(across), len(along)]).astype(np.int64),
        turns=np.array(turns, np.int64).ravel(),
    )
