"""Numbers of a file as an instance or a tour, or as one line that says where they are wrong."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, most_unpacked
from thinkers_tsp import valid
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import STRAIGHT

MAX_DISTANCES = 100_000_000
"""Of all instances of a small file; 0.8 GB, the matrices of 10,000 instances of 100 cities (our
limit). A larger file may have as many as it has bytes when it is unpacked."""

FEW = 100
"""Distances of a city that count where there are so many cities that no matrix is made."""

EACH = 300
"""Distances that fill as much room as an instance beside its own: names, arrays, their heads."""

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
    with located(where):
        places = valid.checked_places(points)
        found = TspInstance.sound(Measured(STRAIGHT, places), places, name, names)
        found.require_counts()
        return found


def from_measured(
    ways: Measured,
    where: str,
    name: str,
    coordinates: Numbers | None = None,
    names: tuple[str, ...] = (),
    first: int = 0,
) -> TspInstance:
    """An instance whose distances are measured; the arguments are as in `from_distances`.

    Raises:
        InvalidInstanceError: The points are none, or not of at least 3 cities.
    """
    with located(where):
        return TspInstance(ways, coordinates, name, names, first)


def from_distances(
    distances: Numbers,
    where: str,
    name: str,
    coordinates: Numbers | None = None,
    names: tuple[str, ...] = (),
    first: int = 0,
    *,
    own: bool = False,
) -> TspInstance:
    """An instance with these distances; the diagonal, where files keep fillers, becomes 0.

    Args:
        distances: `(n, n)`, finite and >= 0, fillers on the diagonal included.
        where: What the numbers came from, for messages.
        name: The instance's name.
        coordinates: `(n, 2)` positions for drawing.
        names: Of the cities, or none.
        first: The number that the source gives to the first city.
        own: Whether nobody else has the distances, so that they need not be copied.

    Raises:
        InvalidInstanceError: They are no distances between at least 3 cities.
    """
    with located(where):
        ways = np.array(distances, np.float64, order="C", copy=None if own else True)
        points = None if coordinates is None else valid.checked_coordinates(coordinates)
        found = TspInstance.sound(valid.checked_in_place(ways), points, name, names, first)
        found.require_counts()
        return found


def all_from_coordinates(
    stack: Numbers, places: Sequence[tuple[str, str]], names: Sequence[tuple[str, ...]] = ()
) -> list[TspInstance]:
    """Instances with straight-line distances.

    Args:
        stack: `(k, n, 2)`, any unit.
        places: What the numbers of each came from, for messages, and its name.
        names: Of the cities of each, or none at all.

    Raises:
        InvalidInstanceError: Some are no coordinates of at least 3 cities; says which.
    """
    triples = zip(stack, places, names or [()] * len(stack), strict=True)
    return [from_coordinates(one, *place, own) for one, place, own in triples]


def require_coordinates(points: Numbers, where: str) -> None:
    """Check `(n, 2)` positions.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    with located(where):
        valid.checked_coordinates(points)


def require_cities(cities: int, where: str, *, matrix: bool = False) -> None:
    """Check the number of cities, before anything is read for them.

    Args:
        cities: How many there are.
        where: What says so, for messages.
        matrix: Whether their distances are written down.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    with located(where):
        (valid.require_cities if matrix else valid.require_places)(cities)


def require_room(sizes: Iterable[tuple[int, int]], path: Path) -> None:
    """Check how much room the instances of one file need, before any is made.

    Args:
        sizes: How many instances there are, and of how many cities; several times where sizes
            differ.
        path: The file.

    Raises:
        InvalidInstanceError: It is too much.
    """
    needed = sum(
        count * (cities * (cities if cities <= valid.MAX_CITIES else FEW) + EACH)
        for count, cities in sizes
    )
    most = max(MAX_DISTANCES, most_unpacked(path))
    if needed > most:
        raise InvalidInstanceError(
            f"{path}: the distances of all instances would fill {needed * 8 / 1e9:.1f} GB, "
            f"expected at most {most * 8 / 1e9:.1f} GB",
            f"split the file into several, or set THINKERS_MAX_UNPACKED_MB={(needed >> 20) + 1}",
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
