"""The pairs of cities that a thinker on a graph sees: near ones, and what keeps all connected."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.nearest import Nearest, nearest

NEAREST = 8
"""Nearest cities that are listed, in each direction (our choice)."""

QUADRANTS, SEEN = 4, 24
"""On the plane the nearest in each quadrant is listed, too, if it is among so many nearest: what
leads from a cluster to the next (Johnson & McGeoch 1997)."""

ROOM, MORE_ROOM = 16, 20
"""Listed pairs of a city at most, likewise."""

LOOKED_AT = 32
"""Nearest cities among which one of another part is looked for first (our choice)."""

KEPT = 16
"""Instances whose lists are remembered, since they are decoded again and again."""

Pairs = NDArray[np.int64]


def near(instance: TspInstance) -> tuple[Nearest, Nearest]:
    """The nearest cities to go to from each city, and to come from."""
    leaving = nearest(instance, NEAREST)
    if instance.symmetric:
        return leaving, leaving
    return leaving, nearest(instance, NEAREST, entering=True)


def room(instance: TspInstance) -> int:
    """k, how many pairs are listed of a city at most."""
    return min(ROOM if instance.symmetric else MORE_ROOM, instance.cities - 1)


@lru_cache(maxsize=KEPT)
def listed(instance: TspInstance) -> NDArray[np.int64]:
    """`(n, k)` int64 read-only, the cities that each city is listed with; -1 for no further one.

    A pair is listed in both directions, if it is short for any of the two in any direction; where
    there is no room the first in the order of shortness are. The pairs join all cities.
    """
    leaving, entering = near(instance)
    rows = np.repeat(np.arange(instance.cities), leaving.cities.shape[1])
    ranks = np.tile(np.arange(leaving.cities.shape[1]), instance.cities)
    pairs = np.stack([rows, leaving.cities.ravel(), ranks])
    if not instance.symmetric:
        pairs = np.concatenate([pairs, [entering.cities.ravel(), rows, ranks]], 1)
    pairs = np.concatenate([pairs, _around(instance)], 1)
    links = _links(instance, _parts(pairs[0], pairs[1], instance.cities))
    pairs = np.concatenate([np.stack([*links, np.full(len(links[0]), -1)]), pairs], 1)
    pairs = np.concatenate([pairs, pairs[[1, 0, 2]]], 1)
    found = _in_lists(pairs, instance.cities, room(instance))
    found.flags.writeable = False
    return found


def _around(instance: TspInstance) -> Pairs:
    """`(3, p)` pairs with the nearest in each quadrant; none where places are not on a plane."""
    ways = instance.ways
    if not isinstance(ways, Measured) or ways.places.shape[1] != 2:
        return np.empty((3, 0), np.int64)
    seen, places = nearest(instance, SEEN).cities, ways.places
    right, above = np.moveaxis(places[seen] >= places[:, None], -1, 0)
    found = []
    for quadrant in range(QUADRANTS):
        there = 2 * right + above == quadrant
        rows = np.flatnonzero(there.any(1))
        ends = seen[rows, there.argmax(1)[rows]]
        found.append(np.stack([rows, ends, np.full(len(rows), NEAREST)]))
    return np.concatenate(found, 1)


def _in_lists(pairs: Pairs, cities: int, most: int) -> NDArray[np.int64]:
    """Lists of the `(3, p)` pairs `i, j, rank`, of each city the lowest ranks, each once."""
    pairs = pairs[:, np.lexsort((pairs[2], pairs[1], pairs[0]))]
    fresh = np.ones(pairs.shape[1], bool)
    fresh[1:] = (pairs[:2, 1:] != pairs[:2, :-1]).any(0)
    pairs = pairs[:, fresh]
    pairs = pairs[:, np.lexsort((pairs[1], pairs[2], pairs[0]))]
    first = np.searchsorted(pairs[0], np.arange(cities))
    at = np.arange(pairs.shape[1]) - first[pairs[0]]
    fits = at < most
    found = np.full((cities, most), -1, np.int64)
    found[pairs[0, fits], at[fits]] = pairs[1, fits]
    return found


def _parts(here: Pairs, there: Pairs, count: int) -> NDArray[np.int64]:
    """Which part each is in, from 0, when pairs join them."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(here), np.int8), (here, there)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _links(instance: TspInstance, part: NDArray[np.int64]) -> tuple[Pairs, Pairs]:
    """Short pairs that join all parts: of each part the shortest way out, again and again.

    Borůvka 1926; where distances are measured, as straight lines order them.
    """
    here, there = np.empty(0, np.int64), np.empty(0, np.int64)
    while part.max() > 0:
        out = _ways_out if isinstance(instance.ways, Measured) else _written_ways_out
        start, end = out(instance, part)
        here, there = np.concatenate([here, start]), np.concatenate([there, end])
        part = _parts(part[start], part[end], int(part.max()) + 1)[part]
    return here, there


def _written_ways_out(instance: TspInstance, part: NDArray[np.int64]) -> tuple[Pairs, Pairs]:
    ways = np.minimum(instance.tamed, instance.tamed.T)
    ways[part[:, None] == part] = np.inf
    ends = ways.argmin(1)
    starts = _shortest(part, ways[np.arange(len(part)), ends])
    return starts, ends[starts]


def _ways_out(instance: TspInstance, part: NDArray[np.int64]) -> tuple[Pairs, Pairs]:
    from scipy.spatial import cKDTree

    assert isinstance(instance.ways, Measured)
    places, power = instance.ways.places, instance.ways.power
    around = min(LOOKED_AT, len(places))
    lengths, cities = cKDTree(places).query(places, around, p=power)
    outside = part[cities] != part[:, None]
    lengths = np.where(outside, lengths, np.inf)
    best = lengths.argmin(1)
    rows = np.arange(len(places))
    ends, shortest = cities[rows, best].astype(np.int64), lengths[rows, best]
    inside = np.setdiff1d(part, part[np.isfinite(shortest)])  # large ones, so there are few
    for each in inside.tolist():
        own, others = np.flatnonzero(part == each), np.flatnonzero(part != each)
        far, which = cKDTree(places[others]).query(places[own], p=power)
        shortest[own], ends[own] = far, others[which]
    starts = _shortest(part, shortest)
    return starts, ends[starts]


def _shortest(part: NDArray[np.int64], lengths: NDArray[np.float64]) -> NDArray[np.int64]:
    """Of each part the city of the least length."""
    order = np.lexsort((lengths, part))
    return np.asarray(order[np.unique(part[order], return_index=True)[1]], np.int64)
