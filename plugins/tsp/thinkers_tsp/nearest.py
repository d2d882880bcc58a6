"""The nearest cities of each city: from the matrix, or by a k-d tree where there is none."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured

ROWS = 1 << 22
"""Distances that are sorted at once: 32 MB (our choice)."""


class Nearest(NamedTuple):
    """Some cities of each city, the nearest first; of equally near ones the first.

    Attributes:
        cities: `(n, k)` int64.
        lengths: `(n, k)` float64, how far they are.
    """

    cities: NDArray[np.int64]
    lengths: NDArray[np.float64]


def nearest(instance: TspInstance, most: int, *, entering: bool = False) -> Nearest:
    """The nearest others of each city, by `TspInstance.tamed`; no matrix where distances have none.

    Which of equally near ones are listed last is left open where distances are measured.

    Args:
        instance: The task.
        most: k, at most; never more than the other cities.
        entering: Whether ways to the city count, not those from it.
    """
    count = min(most, instance.cities - 1)
    if isinstance(instance.ways, Measured):
        return _measured(instance.ways, count)
    ways = instance.tamed.T if entering and not instance.symmetric else instance.tamed
    found = np.empty((instance.cities, count), np.int64)
    step = max(1, ROWS // instance.cities)
    for first in range(0, instance.cities, step):
        rows = np.array(ways[first : first + step])
        own = np.arange(len(rows))
        rows[own, first + own] = np.inf
        found[first : first + step] = rows.argsort(1, kind="stable")[:, :count]
    return Nearest(found, ways[np.arange(instance.cities)[:, None], found])


def _measured(ways: Measured, count: int) -> Nearest:
    from scipy.spatial import cKDTree

    places, own = ways.places, np.arange(len(ways))[:, None]
    found = cKDTree(places).query(places, count + 1, p=ways.power)[1].reshape(len(own), -1)
    found = np.asarray(found, np.int64)
    others = found != own
    others[others.all(1), -1] = False  # where more cities lie at one place than are listed
    cities = found[others].reshape(len(own), count)
    lengths = ways.legs(own, cities)
    order = np.lexsort((cities, lengths))
    take = np.take_along_axis
    return Nearest(take(cities, order, 1), take(lengths, order, 1))
