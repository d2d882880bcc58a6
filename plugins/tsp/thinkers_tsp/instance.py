"""One travelling-salesman task: distances, written down or measured between coordinates."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.levels import tamed
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import STRAIGHT
from thinkers_tsp.valid import (
    MAX_CITIES,
    checked_coordinates,
    checked_distances,
    checked_places,
    numbers_of,
    require_all_distances,
    require_one_meaning,
)

Tour = NDArray[np.int64]
"""`(n,)` int64, every city once; the way back to the first city is understood."""


@dataclass(frozen=True, eq=False)
class TspInstance:
    """Distances between `n` cities; its arrays are its own, and read-only.

    Attributes:
        ways: `(n, n)` float64, >= 0, zero diagonal; `[i, j]` is the way from i to j. Or what
            measures them, so that a tour of many cities needs no matrix.
        coordinates: `(n, 2)` float64 positions for drawing, the second axis upwards, or None.
        name: Where the instance came from.
        names: What each city is called; empty where they have numbers only.
        first: The number that people give to the first city, 1 in TSPLIB; arrays count from 0.

    Raises:
        InvalidInstanceError: The numbers are no distances, or no coordinates of as many cities.
    """

    ways: NDArray[np.float64] | Measured
    coordinates: NDArray[np.float64] | None = None
    name: str = ""
    names: tuple[str, ...] = ()
    first: int = 0

    def __post_init__(self) -> None:
        ways = self.ways
        if isinstance(ways, Measured):
            points = checked_places(ways.points, axes=(2, 3))
            object.__setattr__(self, "ways", Measured(ways.metric, points))
        else:
            object.__setattr__(self, "ways", checked_distances(ways))
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
        ways: NDArray[np.float64] | Measured,
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
            ways=ways, coordinates=coordinates, name=name, names=names, first=first
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
        points = checked_places(numbers)
        return cls.sound(Measured(STRAIGHT, points), points, name)

    @property
    def cities(self) -> int:
        """The number of cities, n."""
        return len(self.ways)

    @cached_property
    def distances(self) -> NDArray[np.float64]:
        """`(n, n)` float64, read-only; measured at first use where nobody has written them down.

        Raises:
            InvalidInstanceError: They would fill too much memory: ask for `legs`.
        """
        if not isinstance(self.ways, Measured):
            return self.ways
        require_all_distances(self.cities)
        found = self.ways.matrix()
        found.flags.writeable = False
        return found

    def legs(self, here: ArrayLike, there: ArrayLike) -> NDArray[np.float64]:
        """Ways from some cities to others, of any shapes that broadcast; without the matrix."""
        if isinstance(self.ways, Measured):
            return self.ways.legs(here, there)
        return np.asarray(self.ways[np.asarray(here), np.asarray(there)])

    @cached_property
    def straight(self) -> bool:
        """Whether the distances are the straight lines between the coordinates, to the bit."""
        if self.coordinates is None:
            return False
        if isinstance(self.ways, Measured) and self.ways.metric == STRAIGHT:
            return np.array_equal(self.ways.points, self.coordinates)
        known = self.cities <= MAX_CITIES
        return known and np.array_equal(self.distances, straight_lines(self.coordinates))

    @cached_property
    def symmetric(self) -> bool:
        """Whether the way back is always as long as the way there."""
        return isinstance(self.ways, Measured) or np.array_equal(self.ways, self.ways.T)

    @cached_property
    def tamed(self) -> NDArray[np.float64]:
        """`(n, n)` float64, what heuristics go by: forbidden legs are no longer than needed."""
        return self.distances if isinstance(self.ways, Measured) else tamed(self.distances)

    @property
    def barred(self) -> bool:
        """Whether legs are forbidden, by distances that nobody takes."""
        return not isinstance(self.ways, Measured) and self.tamed is not self.ways

    def tamed_legs(self, here: ArrayLike, there: ArrayLike) -> NDArray[np.float64]:
        """Ways as `tamed` has them, likewise; without a matrix where distances have none."""
        if not self.barred:
            return self.legs(here, there)
        return np.asarray(self.tamed[np.asarray(here), np.asarray(there)])

    def allows(self, tour: Tour) -> bool:
        """Whether a tour takes no forbidden leg."""
        legs = tour, np.roll(tour, -1)
        return not self.barred or bool((self.legs(*legs) <= self.tamed_legs(*legs)).all())

    def length(self, tour: Tour) -> float:
        """The length of the closed way; `check` computes its own."""
        return math.fsum(self.legs(tour, np.roll(tour, -1)).tolist())


def from_first_city(tours: Tour) -> Tour:
    """The same tours, `(…, n)`, begun at city 0."""
    begin = np.argmax(tours == 0, axis=-1, keepdims=True)
    order = (begin + np.arange(tours.shape[-1])) % tours.shape[-1]
    return np.take_along_axis(tours, order, axis=-1)


def canonical(tours: Tour, *, symmetric: bool) -> Tour:
    """The same tours, `(…, n)`, from city 0 on, to the lower neighbour where either way will do."""
    tours = from_first_city(tours)
    if symmetric:
        turns = tours[..., 1] > tours[..., -1]
        tours[turns, 1:] = tours[turns, :0:-1]
    return tours


def straight_lines(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """`(n, n)` Euclidean distances between the `(n, 2)` points."""
    return Measured(STRAIGHT, coordinates).matrix()
