"""From raw numbers to an instance or a tour, or to one line that says what is wrong with them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.instance import Tour, TspInstance, straight_lines

FEWEST = 3
"""A tour through fewer cities leaves nothing to choose."""

MOST = 5000
"""The matrix of so many cities fills 200 MB, and a thinker's thought much more (our limit)."""

SMALLEST, LARGEST = 1e-100, 1e100
"""Range of the longest distance; beyond it squares and sums leave the range of float64 (ours)."""

Numbers = NDArray[np.float64]


def from_coordinates(points: Numbers, where: str, name: str) -> TspInstance:
    """An instance with straight-line distances.

    Args:
        points: `(n, 2)`, any unit.
        where: What the numbers came from, for messages.
        name: The instance's name.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    require_coordinates(points, where)
    return from_distances(straight_lines(points), where, name, points)


def from_distances(
    distances: Numbers, where: str, name: str, coordinates: Numbers | None = None
) -> TspInstance:
    """An instance with these distances; the diagonal, where files keep fillers, becomes 0.

    Args:
        distances: `(n, n)`, finite and >= 0, fillers on the diagonal included.
        where: What the numbers came from, for messages.
        name: The instance's name.
        coordinates: `(n, 2)` positions for drawing, already checked.

    Raises:
        InvalidInstanceError: They are no distances between at least 3 cities.
    """
    if distances.ndim != 2 or distances.shape[0] != distances.shape[1]:
        raise InvalidInstanceError(
            f"{where}: expected a square matrix, got {_shape(distances)}",
            "two columns are coordinates, n columns are the distances between n cities",
        )
    require_cities(len(distances), where)
    wrong = np.argwhere(~(np.isfinite(distances) & (distances >= 0)))
    if len(wrong):
        here, there = wrong[0].tolist()
        raise InvalidInstanceError(
            f"{where}: the distance from city {here} to city {there} is "
            f"{distances[here, there]:g}, expected a finite number >= 0",
            "cities are counted from 0",
        )
    distances = np.array(distances, np.float64)
    np.fill_diagonal(distances, 0.0)
    longest = float(distances.max())
    if longest and not SMALLEST <= longest <= LARGEST:
        raise InvalidInstanceError(
            f"{where}: the longest distance is {longest:g}, "
            f"expected 0 or {SMALLEST:g} to {LARGEST:g}",
            "use another unit of length",
        )
    return TspInstance(distances, coordinates, name)


def require_coordinates(points: Numbers, where: str) -> None:
    """Check `(n, 2)` positions.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    if points.ndim != 2 or points.shape[1] != 2:
        raise InvalidInstanceError(
            f"{where}: expected two coordinates a city, got {_shape(points)}"
        )
    require_cities(len(points), where)
    wrong = np.flatnonzero(~(np.abs(points) <= LARGEST).all(1))
    if len(wrong):
        city = int(wrong[0])
        x, y = points[city].tolist()
        raise InvalidInstanceError(
            f"{where}: the coordinates of city {city} are {x:g}, {y:g}, "
            f"expected numbers up to {LARGEST:g}",
            "cities are counted from 0",
        )


def require_cities(cities: int, where: str) -> None:
    """Check the number of cities.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    if cities < FEWEST:
        raise InvalidInstanceError(f"{where}: expected at least {FEWEST} cities, got {cities}")
    if cities > MOST:
        raise InvalidInstanceError(f"{where}: expected at most {MOST} cities, got {cities}")


def tour_of(numbers: Sequence[int], cities: int, where: str, first: int = 1) -> Tour:
    """A tour from city numbers.

    Args:
        numbers: Every city once.
        cities: How many there must be.
        where: What the numbers came from, for messages.
        first: The number of the first city: 1 in TSPLIB.

    Raises:
        InvalidInstanceError: Some city is unknown, visited twice or left out.
    """
    seen: set[int] = set()
    for city in numbers:
        if not first <= city < first + cities:
            raise InvalidInstanceError(
                f"{where}: there is no city {city}, expected {first} to {first + cities - 1}"
            )
        if city in seen:
            raise InvalidInstanceError(f"{where}: city {city} is visited twice")
        seen.add(city)
    if len(seen) < cities:
        raise InvalidInstanceError(
            f"{where}: the tour visits {len(seen)} of {cities} cities", "is the file cut off?"
        )
    return np.array(numbers, np.int64) - first


def _shape(numbers: Numbers) -> str:
    if numbers.ndim == 2:
        return f"{numbers.shape[0]} rows of {numbers.shape[1]} numbers"
    return f"an array of shape {numbers.shape}"
