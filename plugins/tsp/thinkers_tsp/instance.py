"""One travelling-salesman task: a matrix of distances, with coordinates where the task has them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Tour = NDArray[np.int64]
"""`(n,)` int64, every city once; the way back to the first city is understood."""


@dataclass(frozen=True, eq=False)
class TspInstance:
    """Distances between `n` cities.

    Attributes:
        distances: `(n, n)` float64, >= 0, zero diagonal; `[i, j]` is the way from i to j.
        coordinates: `(n, 2)` float64 positions for drawing, or None.
        name: where the instance came from.
        names: of the cities, in their order, where the file has them; else empty.
    """

    distances: NDArray[np.float64]
    coordinates: NDArray[np.float64] | None = None
    name: str = ""
    names: tuple[str, ...] = ()

    @property
    def cities(self) -> int:
        """The number of cities, n."""
        return len(self.distances)

    @property
    def straight(self) -> bool:
        """Whether the distances are the straight lines between the coordinates, to the bit."""
        if self.coordinates is None:
            return False
        return bool(np.array_equal(self.distances, straight_lines(self.coordinates)))

    @property
    def symmetric(self) -> bool:
        """Whether the way back is always as long as the way there."""
        return bool(np.array_equal(self.distances, self.distances.T))

    def length(self, tour: Tour) -> float:
        """The length of the closed way; `check` computes its own."""
        return math.fsum(self.distances[tour, np.roll(tour, -1)].tolist())


def straight_lines(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """`(n, n)` Euclidean distances between the `(n, 2)` points."""
    offsets = coordinates[:, None] - coordinates[None]
    return np.asarray(np.sqrt((offsets**2).sum(-1)))
