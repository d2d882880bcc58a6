"""A first tour where distances are asymmetric: the cheapest assignment, its cycles joined."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance

Matrix = NDArray[np.float64]
Cycle = NDArray[np.int64]


def patched(instance: TspInstance) -> Tour:
    """The cycles of the cheapest assignment, joined at the least cost (Karp 1979).

    The longest is first; each in turn is joined to it.
    Of random asymmetric distances the assignment is nearly as long as the shortest tour, and has
    few cycles.
    """
    from scipy.optimize import linear_sum_assignment

    away = instance.tamed.copy()
    np.fill_diagonal(away, np.inf)
    _, after = linear_sum_assignment(away)
    cycles = sorted(_cycles(after.tolist()), key=len)
    tour = cycles.pop()
    while cycles:
        tour = _joined(tour, cycles.pop(), away)
    return tour


def _cycles(after: list[int]) -> Iterator[Cycle]:
    """The cities of each cycle, in their order."""
    left = set(after)
    while left:
        city, found = min(left), []
        while city in left:
            left.remove(city)
            found.append(city)
            city = after[city]
        yield np.array(found, np.int64)


def _joined(one: Cycle, other: Cycle, away: Matrix) -> Cycle:
    """One cycle of both, by the cheapest exchange of a leg of each for two between them."""
    follows, there = np.roll(one, -1), np.roll(other, -1)
    costs = away[one[:, None], there] + away[other, follows[:, None]]
    costs -= away[one, follows][:, None] + away[other, there]
    at, place = np.unravel_index(costs.argmin(), costs.shape)
    return np.concatenate([np.roll(one, -int(at) - 1), np.roll(other, -int(place) - 1)])
