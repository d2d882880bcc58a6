"""Numbers of a file as an instance or a tour, or as one line that says where they are wrong."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp import valid
from thinkers_tsp.instance import Tour, TspInstance, straight_lines

MOST_DISTANCES = 500_000_000
"""Of all instances of a file; 4 GB, the matrices of 500 instances of 1,000 cities (our limit)."""

Numbers = NDArray[np.float64]


@contextmanager
def located(where: str) -> Iterator[None]:
    """Let what an instance finds wrong with its numbers say what they came from."""
    try:
        yield
    except InvalidInstanceError as error:
        raise InvalidInstanceError(f"{where}: {error}", error.hint) from error


def from_coordinates(
    points: Numbers, where: str, name: str, names: tuple[str, ...] = ()
) -> TspInstance:
    """An instance with straight-line distances.

    Args:
        points: `(n, 2)`, any unit.
        where: What the numbers came from, for messages.
        name: The instance's name.
        names: Of the cities, or none.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    require_coordinates(points, where)
    return from_distances(straight_lines(points), where, name, points, names)


def from_distances(
    distances: Numbers,
    where: str,
    name: str,
    coordinates: Numbers | None = None,
    names: tuple[str, ...] = (),
    first: int = 0,
) -> TspInstance:
    """An instance with these distances; the diagonal, where files keep fillers, becomes 0.

    Args:
        distances: `(n, n)`, finite and >= 0, fillers on the diagonal included.
        where: What the numbers came from, for messages.
        name: The instance's name.
        coordinates: `(n, 2)` positions for drawing.
        names: Of the cities, or none.
        first: The number that the source gives to the first city.

    Raises:
        InvalidInstanceError: They are no distances between at least 3 cities.
    """
    with located(where):
        return TspInstance(distances, coordinates, name, names, first)


def require_coordinates(points: Numbers, where: str) -> None:
    """Check `(n, 2)` positions.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    with located(where):
        valid.held_coordinates(points)


def require_cities(cities: int, where: str) -> None:
    """Check the number of cities, before anything is read for them.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    with located(where):
        valid.require_cities(cities)


def require_room(distances: int, where: str) -> None:
    """Check how many distances the instances of one file have, before all are made.

    Raises:
        InvalidInstanceError: They are too many.
    """
    if distances > MOST_DISTANCES:
        raise InvalidInstanceError(
            f"{where}: the distances of all instances would fill {distances * 8 / 1e9:.1f} GB, "
            f"expected at most {MOST_DISTANCES * 8 / 1e9:.1f} GB",
            "split the file into several",
        )


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
