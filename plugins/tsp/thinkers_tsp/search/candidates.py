"""What a search tries: few legs of each city, the cheapest, or the likeliest by scores as well."""

from collections.abc import Callable
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thinkers import run_kernel
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.listing import listed
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import EARTH_RADIUS
from thinkers_tsp.search import kernels
from thinkers_tsp.search.prices import prices

Costs = NDArray[np.float64]
Lists = NDArray[np.int64]

TRIED = 6
"""Candidates of each city (our choice, by measurement)."""

MAX_WRITTEN = 1000
"""Cities up to which ways that are measured are written down for the search (our choice)."""

AT_ONCE = 100
"""Cities between two looks at the clock: 10 ms at 5000 cities."""

METRICS = {
    "EXACT": kernels.STRAIGHT, "EUC": kernels.NEAREST, "CEIL": kernels.UP, "ATT": kernels.UP,
    "FLOOR": kernels.DOWN, "MAN": kernels.ALONG, "MAX": kernels.WIDEST,
}  # fmt: skip
"""How kernels measure what metrics of these first words do; on the globe they take chords."""


class Task(NamedTuple):
    """What kernels go by, as `kernels` says."""

    ways: Costs
    metric: int
    dues: Costs
    near: Lists
    legs: Costs

    @property
    def longest(self) -> float:
        """No leg costs more, nor less than as much below nothing; to a few parts in 100."""
        if self.metric == kernels.MATRIX:
            ways = float(self.ways.max())
        else:
            ways = float(np.ptp(self.ways, axis=0).sum())
        return ways + 2 * float(np.abs(self.dues).max())


def prepared(
    instance: TspInstance,
    likely: Costs | None = None,
    late: Callable[[], bool] = lambda: False,
    compiled: bool = False,
) -> Task | None:
    """A task for the kernels; None where it was given up.

    Args:
        instance: The task.
        likely: `(n, n)`, or `(n, k)` of the pairs of `listed`, larger for likelier legs: half of
            the candidates are the likeliest. None to go by costs alone.
        late: Whether to give up; asked every `AT_ONCE` cities.
        compiled: Whether numba runs what is slow otherwise.
    """
    cities = instance.cities
    dues = np.zeros((3, max(cities, kernels.MIN_ROOM)))
    dues[:2, :cities] = prices(instance, late)
    near = np.empty((cities, min(TRIED, cities - 1)), np.int64)
    for first in range(0, cities, AT_ONCE):
        if late():
            return None
        rows = np.arange(first, min(first + AT_ONCE, cities))
        others, hopes = _others(instance, rows, likely)
        ways = instance.tamed_legs(rows[:, None], others)
        costs = ways + (dues[0, rows, None] + dues[1, others])
        costs[(others < 0) | (others == rows[:, None])] = np.inf
        near[rows] = np.take_along_axis(others, _chosen(costs, hopes, near.shape[1]), 1)
    task = Task(*_measure(instance), dues, near, np.empty(near.shape))
    run_kernel(kernels.measure, compiled, *task)
    return task


def _measure(instance: TspInstance) -> tuple[Costs, int]:
    """Ways as they are written down, or places and how the kernels measure between them."""
    ways = instance.ways
    if not isinstance(ways, Measured) or instance.cities <= MAX_WRITTEN:
        return np.ascontiguousarray(instance.tamed), kernels.MATRIX
    metric = METRICS.get(ways.metric.split("_")[0])
    if metric is None:
        return EARTH_RADIUS * ways.places, kernels.STRAIGHT
    return ways.points / (sqrt(10) if ways.metric == "ATT" else 1.0), metric


def _others(instance: TspInstance, rows: Lists, likely: Costs | None) -> tuple[Lists, Costs | None]:
    """Cities that legs from each may be tried to, -1 for none, and how likely they are."""
    listing = likely is not None and likely.shape[1] < instance.cities
    if instance.symmetric and (likely is None or listing):
        return listed(instance)[rows], None if likely is None else likely[rows]
    others = np.arange(instance.cities)[None].repeat(len(rows), 0)
    if likely is None or not listing:
        return others, None if likely is None else likely[rows]
    lists = listed(instance)[rows]
    hopes = np.full((len(rows), instance.cities + 1), -np.inf)  # the last for what is listed as -1
    np.put_along_axis(hopes, lists, likely[rows], 1)
    return others, hopes[:, :-1]


def _chosen(costs: Costs, hopes: Costs | None, most: int) -> Lists:
    """Columns of the `most` cheapest in each row; with hopes, of the best of both in turn."""
    cheapest = _least(costs, most)
    if hopes is None:
        return cheapest
    turns = np.full(costs.shape, np.inf)
    np.put_along_axis(turns, cheapest, 2.0 * np.arange(most)[None] + 1, 1)
    likeliest = _least(np.where(costs < np.inf, -hopes, np.inf), most)
    first = np.minimum(np.take_along_axis(turns, likeliest, 1), 2.0 * np.arange(most))
    np.put_along_axis(turns, likeliest, first, 1)
    return _least(np.where(np.argsort(np.argsort(turns, 1), 1) < most, costs, np.inf), most)


def _least(keys: Costs, most: int) -> Lists:
    """Columns of the `most` least in each row, in order."""
    if most < keys.shape[1]:
        some = np.argpartition(keys, most - 1, 1)[:, :most]
    else:
        some = np.arange(keys.shape[1])[None].repeat(len(keys), 0)
    some.sort(1)
    order = np.take_along_axis(keys, some, 1).argsort(1, kind="stable")
    return np.asarray(np.take_along_axis(some, order, 1), np.int64)
