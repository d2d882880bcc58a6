"""Knapsacks, and the items that are packed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError

Packed = NDArray[np.int64]
"""`(n,)` int64: 1 for each item that is packed, else 0."""


@dataclass(frozen=True, eq=False)
class Sack:
    """Items, and how much of them can be carried.

    Attributes:
        weights: `(n,)` int64, >= 1.
        values: `(n,)` int64, >= 1.
        capacity: The most that packed items may weigh, >= 0.

    Raises:
        InvalidInstanceError: What is wrong with them.
    """

    weights: NDArray[np.int64]
    values: NDArray[np.int64]
    capacity: int

    def __post_init__(self) -> None:
        if not len(self.weights) == len(self.values) > 0:
            raise InvalidInstanceError("expected as many weights as values, and at least one")
        if min(self.weights.min(), self.values.min()) < 1 or self.capacity < 0:
            raise InvalidInstanceError("expected weights and values >= 1, and a capacity >= 0")
