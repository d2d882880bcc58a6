"""The symmetries of Sudoku: of digits, bands, rows in bands, columns alike, and transposition."""

from math import isqrt
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Symmetry(NamedTuple):
    """One of the maps that take every right grid to a right grid.

    Attributes:
        rows: `(n,)` int64, the old row that stands in each new one.
        columns: `(n,)` int64, the old column that stands in each new one.
        digits: `(n,)` int64, the old digit, less 1, that each new one stands for.
        turned: Whether rows and columns change places, after that.
    """

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    digits: NDArray[np.int64]
    turned: bool

    @classmethod
    def draw(cls, rng: np.random.Generator, side: int) -> Self:
        """Any of them, all equally likely."""
        box = isqrt(side)
        return cls(_lines(rng, box), _lines(rng, box), rng.permutation(side), bool(rng.integers(2)))

    def places(self, cells: NDArray[np.generic]) -> NDArray[np.generic]:
        """`(…, n, n)` values, each at its new place."""
        moved = cells[..., self.rows, :][..., self.columns]
        return moved.swapaxes(-1, -2) if self.turned else moved

    def grid(self, grid: NDArray[np.int64]) -> NDArray[np.int64]:
        """A grid of digits, 0 where empty."""
        names = np.concatenate([[0], np.argsort(self.digits) + 1])
        return np.asarray(names[self.places(grid)], np.int64)

    def undone(self, grid: NDArray[np.int64]) -> NDArray[np.int64]:
        """The grid that `grid` gave this one of."""
        straight = grid.T if self.turned else grid
        names = np.concatenate([[0], self.digits + 1])
        back = straight[np.argsort(self.rows)][:, np.argsort(self.columns)]
        return np.asarray(names[back], np.int64)


def _lines(rng: np.random.Generator, box: int) -> NDArray[np.int64]:
    """Bands in any order, and the lines of each in any order."""
    bands = [band * box + rng.permutation(box) for band in rng.permutation(box)]
    return np.concatenate(bands)
