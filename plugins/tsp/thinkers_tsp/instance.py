"""One travelling-salesman task: a matrix of distances, with coordinates where the task has them."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.levels import tamed
from thinkers_tsp.measuring import measured, straight
from thinkers_tsp.valid import (
    checked_coordinates,
    checked_distances,
    numbers_of,
    require_one_meaning,
)

Tour = NDArray[np.int64]
"""`(n,)` int64, every city once; the way back to the first city is understood."""


@dataclass(frozen=True, eq=False)
class TspInstance:
    """Distances between `n` cities; its arrays are its own, and read-only.

    Attributes:
        distances: `(n, n)` float64, >= 0, zero diagonal; `[i, j]` is the way from i to j.
        coordinates: `(n, 2)` float64 positions for drawing, the second axis upwards, or None.
        name: Where the instance came from.
        names: What each city is called; empty where they have numbers only.
        first: The number that people give to the first city, 1 in TSPLIB; arrays count from 0.

    Raises:
        InvalidInstanceError: The numbers are no distances, or no coordinates of as many cities.
    """

    distances: NDArray[np.float64]
    coordinates: NDArray[np.float64] | None = None
    name: str = ""
    names: tuple[str, ...] = ()
    first: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "distances", checked_distances(self.distances))
        if self.coordinates is not None:
            object.__setattr__(self, "coordinates", checked_coordinates(self.coordinates))
        object.__setattr__(self, "names", tuple(self.names))
        self.require_counts()

    def require_counts(self) -> None:
        """See that there are coordinates and names, if any, of as many cities as distances.

        Raises:
            InvalidInstanceError: There are more, or fewer.
        """
        if self.coordinates is not None:
            self._require(len(self.coordinates), "coordinates")
        if self.names:
            self._require(len(self.names), "names")

    def _require(self, count: int, what: str) -> None:
        if count != self.cities:
            raise InvalidInstanceError(f"{what} of {count} cities, distances of {self.cities}")

    @classmethod
    def sound(
        cls,
        distances: NDArray[np.float64],
        coordinates: NDArray[np.float64] | None = None,
        name: str = "",
        names: tuple[str, ...] = (),
        first: int = 0,
    ) -> "TspInstance":
        """An instance of read-only arrays that were checked before: they are not copied.

        For readers, which make many at once; the arguments are the attributes.
        """
        found = object.__new__(cls)
        found.__dict__.update(
            distances=distances, coordinates=coordinates, name=name, names=names, first=first
        )
        return found

    @classmethod
    def of(cls, cities: ArrayLike, name: str = "") -> "TspInstance":
        """An instance from an array.

        Args:
            cities: `(n, 2)` coordinates, between which distances are straight lines, or `(n, n)`
                distances from row to column.
            name: What to call it.

        Raises:
            InvalidInstanceError: It is neither.
        """
        numbers = numbers_of(cities)
        if numbers.ndim != 2 or numbers.shape[1] != 2:
            require_one_meaning(numbers)
            return cls(numbers, name=name)
        points = checked_coordinates(numbers)
        return cls(straight_lines(points), points, name)

    @property
    def cities(self) -> int:
        """The number of cities, n."""
        return len(self.distances)

    @cached_property
    def straight(self) -> bool:
        """Whether the distances are the straight lines between the coordinates, to the bit."""
        if self.coordinates is None:
            return False
        return bool(np.array_equal(self.distances, straight_lines(self.coordinates)))

    @cached_property
    def symmetric(self) -> bool:
        """Whether the way back is always as long as the way there."""
        return bool(np.array_equal(self.distances, self.distances.T))

    @cached_property
    def tamed(self) -> NDArray[np.float64]:
        """`(n, n)` float64, what heuristics go by: forbidden legs are no longer than needed."""
        return tamed(self.distances)

    def length(self, tour: Tour) -> float:
        """The length of the closed way; `check` computes its own."""
        return math.fsum(self.distances[tour, np.roll(tour, -1)].tolist())


def straight_lines(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """`(n, n)` Euclidean distances between the `(n, 2)` points."""
    return measured(straight, coordinates)
