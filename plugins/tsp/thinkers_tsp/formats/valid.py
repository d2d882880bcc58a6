"""Numbers of a file as an instance or a tour, or as one line that says where they are wrong."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, most_unpacked
from thinkers_tsp import valid
from thinkers_tsp.instance import Tour, TspInstance, straight_lines
from thinkers_tsp.measuring import AT_ONCE, straight

MAX_DISTANCES = 100_000_000
"""Of all instances of a small file; 0.8 GB, the matrices of 10,000 instances of 100 cities (our
limit). A larger file may have as many as it has bytes when it is unpacked."""

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
    require_coordinates(points, where)
    return from_distances(straight_lines(points), where, name, points, names, own=True)


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
    """Instances with straight-line distances, made together where all are sound.

    Args:
        stack: `(k, n, 2)`, any unit.
        places: What the numbers of each came from, for messages, and its name.
        names: Of the cities of each, or none at all.

    Raises:
        InvalidInstanceError: Some are no coordinates of at least 3 cities; says which.
    """
    count, cities, axes = stack.shape
    called = names or [()] * count
    if axes != 2 or not valid.FEWEST <= cities <= isqrt(AT_ONCE):
        triples = zip(stack, places, called, strict=True)
        return [from_coordinates(one, *place, own) for one, place, own in triples]
    found: list[TspInstance] = []
    step = AT_ONCE // cities**2
    for first in range(0, count, step):
        part = slice(first, first + step)
        found += _together(stack[part], places[part], called[part])
    return found


def _together(
    stack: Numbers, places: Sequence[tuple[str, str]], names: Sequence[tuple[str, ...]]
) -> Iterator[TspInstance]:
    """The instances of a stack that is not large, one by one where some are not sound."""
    points = np.array(stack, np.float64, order="C")
    with np.errstate(over="ignore", invalid="ignore"):
        distances = straight(points, points)
        longest = distances.max((1, 2))
    fits = (longest == 0) | ((longest >= valid.SMALLEST) & (longest <= valid.LARGEST))
    known = all(len(own) in {0, points.shape[1]} for own in names)
    if not (known and fits.all() and (np.abs(points) <= valid.LARGEST).all()):
        triples = zip(stack, places, names, strict=True)
        yield from (from_coordinates(one, *place, own) for one, place, own in triples)
        return
    points.flags.writeable = distances.flags.writeable = False
    for place, ways, drawn, own in zip(places, distances, points, names, strict=True):
        yield TspInstance.sound(ways, drawn, place[1], own)


def require_coordinates(points: Numbers, where: str) -> None:
    """Check `(n, 2)` positions.

    Raises:
        InvalidInstanceError: They are no coordinates of at least 3 cities.
    """
    with located(where):
        valid.checked_coordinates(points)


def require_cities(cities: int, where: str) -> None:
    """Check the number of cities, before anything is read for them.

    Raises:
        InvalidInstanceError: There are too few or too many.
    """
    with located(where):
        valid.require_cities(cities)


def require_room(sizes: Iterable[tuple[int, int]], path: Path) -> None:
    """Check how much room the instances of one file need, before any is made.

    Args:
        sizes: How many instances there are, and of how many cities; several times where sizes
            differ.
        path: The file.

    Raises:
        InvalidInstanceError: It is too much.
    """
    needed = sum(count * (cities**2 + EACH) for count, cities in sizes)
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
