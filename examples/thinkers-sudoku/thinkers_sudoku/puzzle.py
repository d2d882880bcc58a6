"""Puzzles and grids."""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError

Grid = NDArray[np.int64]
"""`(n, n)` int64, a digit 1 to n in each cell; 0 where there is none yet."""

SIDES = (4, 9)
"""Cells along a side, of the puzzles there are."""


@dataclass(frozen=True, eq=False)
class Puzzle:
    """A grid to fill in.

    Attributes:
        clues: The given digits, 0 in empty cells.
        source: Where it comes from, as a file says; empty where it says nothing.
        rating: How hard it is, as a file or the generator says; None where nobody says. Source and
            rating are remarks: puzzles with the same clues are equal.
    """

    clues: Grid
    source: str = ""
    rating: int | None = None

    def __post_init__(self) -> None:
        clues = np.array(self.clues)
        if clues.ndim != 2 or clues.shape[0] != clues.shape[1] or len(clues) not in SIDES:
            sides = " or ".join(f"{side} x {side}" for side in SIDES)
            raise InvalidInstanceError(f"expected {sides} cells, got shape {clues.shape}")
        if clues.dtype.kind not in "iu" or clues.min() < 0 or clues.max() > len(clues):
            raise InvalidInstanceError(
                f"expected whole numbers from 0 to {len(clues)} in each cell"
            )
        clues = clues.astype(np.int64)
        clues.flags.writeable = False
        object.__setattr__(self, "clues", clues)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Puzzle) and np.array_equal(self.clues, other.clues)

    def __hash__(self) -> int:
        return hash(self.clues.tobytes())

    @property
    def side(self) -> int:
        """Cells along a side, and digits."""
        return len(self.clues)

    @property
    def box(self) -> int:
        """Cells along the side of a box."""
        return isqrt(self.side)
