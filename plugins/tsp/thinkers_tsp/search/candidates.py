"""Candidate lists for local search: by length, or by a thinker's scores as well."""

from collections.abc import Callable
from math import isqrt

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Row = NDArray[np.float64]
Lists = NDArray[np.int64]

NEAREST = 10
"""Candidates of each city, in each direction (our choice)."""

AT_ONCE = 100
"""Cities between two looks at the clock: 10 ms at 5000 cities."""


def candidates(
    distances: Matrix,
    chances: Matrix | None = None,
    late: Callable[[], bool] = lambda: False,
) -> tuple[Lists, Lists] | None:
    """`(n, k)` cities to go to from each city, and to come from, the nearest first.

    By distance they are the nearest; with chances, the likeliest and the nearest in turn.

    Args:
        distances: `(n, n)`, n >= 3.
        chances: `(n, n)`, how likely each leg is; None to go by distance.
        late: Whether to give up; asked every `AT_ONCE` cities.

    Returns:
        None where it was given up.
    """
    leaving = _leaving(distances, chances, late)
    if leaving is None:
        return None
    entering = _leaving(distances.T, None if chances is None else chances.T, late)
    return None if entering is None else (leaving, entering)


def _leaving(distances: Matrix, chances: Matrix | None, late: Callable[[], bool]) -> Lists | None:
    cities = len(distances)
    lists = np.empty((cities, min(NEAREST, cities - 1)), np.int64)
    for first in range(0, cities, AT_ONCE):
        if late():
            return None
        block = slice(first, first + AT_ONCE)
        ways = np.ascontiguousarray(distances[block])
        hopes = None if chances is None else np.ascontiguousarray(-chances[block])
        for row, city in enumerate(range(first, first + len(ways))):
            nearest = _least(ways[row], city, lists.shape[1])
            if hopes is not None:
                likeliest = _least(hopes[row], city, lists.shape[1])
                nearest = _in_turn(likeliest, nearest, ways[row])
            lists[city] = nearest
    return lists


def _least(keys: Row, city: int, most: int) -> list[int]:
    """The places of the `most` least keys but the city's own, in order; of equal ones the first."""
    others = keys.copy()
    others[city] = np.inf
    some = others[:: max(1, isqrt(len(keys)) // 4)]  # whose least are no less than those of all
    bound = np.partition(some, most - 1)[most - 1] if len(some) >= most else np.inf
    places = np.flatnonzero(others <= bound)
    places = places[places != city]
    found: list[int] = places[others[places].argsort(kind="stable")][:most].tolist()
    return found


def _in_turn(likeliest: list[int], nearest: list[int], distances: Row) -> list[int]:
    """As many as the nearest, taken from both lists in turn, the nearest first."""
    both = [city for pair in zip(likeliest, nearest, strict=True) for city in pair]
    chosen = list(dict.fromkeys(both))[: len(nearest)]
    return sorted(chosen, key=lambda city: (distances[city], city))
