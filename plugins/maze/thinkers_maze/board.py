"""Where the rooms of a maze lie, as flat positions with a margin: what the generators share."""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

WALL, OPEN, OUTSIDE = 0, 1, 2
"""What a position of the flat grid holds; a room that is not reached yet is `WALL` too."""

ORDERS = 24
"""In how many orders a room's four neighbours can be tried."""


@dataclass(frozen=True, eq=False)
class Board:
    """The flat grid of a maze of `size * size` cells, with (size + 1) / 2 rooms a side.

    The grid has `size + 4` rows of `size + 2` cells: two rows above and below and two columns to
    the right are outside, so that a step of two cells never leaves the array nor wraps unseen.

    Attributes:
        size: Cells a side, odd.
        blank: `((size + 4) * (size + 2),)` uint8, all wall, with its margin.
        rooms: `(n,)` int64 positions of the rooms.
        doors: `(e,)` int64 positions of the cells between two neighbouring rooms.
        halves: `(e,)` int64: `door - half` and `door + half` are the rooms of a door.
        turns: `(24 * 5,)` int64: the steps to the four neighbours in each order, then a 0.
    """

    size: int
    blank: NDArray[np.uint8]
    rooms: NDArray[np.int64]
    doors: NDArray[np.int64]
    halves: NDArray[np.int64]
    turns: NDArray[np.int64]

    def walls(self, grid: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """`(size, size)` bool: the walls of a flat grid, without its margin."""
        rows = grid.reshape(self.size + 4, self.size + 2)
        return np.equal(rows[2:-2, : self.size], WALL)


def board(size: int) -> Board:
    """The board of an odd size >= 3."""
    stride = size + 2
    positions = np.arange((size + 4) * stride, dtype=np.int64).reshape(-1, stride)
    inside = positions[2:-2, :size]
    blank = np.full(positions.size, OUTSIDE, np.uint8)
    blank[inside.ravel()] = WALL
    across, along = inside[::2, 1::2].ravel(), inside[1::2, ::2].ravel()
    turns = [(*order, 0) for order in permutations((-2, 2, -2 * stride, 2 * stride))]
    return Board(
        size=size,
        blank=blank,
        rooms=inside[::2, ::2].ravel(),
        doors=np.concatenate([across, along]),
        halves=np.repeat([1, stride], [len(across), len(along)]).astype(np.int64),
        turns=np.array(turns, np.int64).ravel(),
    )
