"""A thinker's scores of listed pairs as a tour: pairs merged greedily, fragments joined by length.

Scores are balanced as the chances of a tour (Sinkhorn & Knopp 1967). The likeliest pairs are taken
that leave each city at most its two neighbours and close no part, a few at a time; then those that
are still possible are balanced again, so that a city that has one choice left is served soon. Where
no listed pair is left, the ends of what came about are joined, the nearest first.
"""

from collections.abc import Iterator
from math import ceil

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.decoding import ROUNDS, below_best
from thinkers_tsp.instance import Tour, TspInstance, canonical
from thinkers_tsp.levels import forbidden
from thinkers_tsp.listing import listed
from thinkers_tsp.measured import Measured
from thinkers_tsp.mending import Mending
from thinkers_tsp.merging import MIN_CHANCE, walked

SHARE, AGAIN = 0.05, 5
"""Of the missing pairs those that are taken before chances are balanced again, and in how many
rounds: of 1 to 20 %, and 1 to 10 rounds, this did best in the mean of nine kinds of 100 to 200
cities. Not balanced again, tours of random distances are half as long again (our choice)."""

AROUND = 8
"""Ends of other fragments that each end may be joined with in one round (our choice)."""

Cities = NDArray[np.int64]
Numbers = NDArray[np.float64]


def joined(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    """The tour of the best scores, from city 0 on; a valid tour for any scores.

    On a symmetric instance a pair has no direction: its score is the mean of both.

    Args:
        scores: `(n, k)` logits of the pairs of `listed`, larger where j should follow i; nan
            counts as the lowest.
        instance: The task; lengths are asked only where no listed pair is left.
    """
    here, there, logits = _pairs(scores, instance)
    chances = balanced(here, there, np.exp(logits), _missing(instance), ROUNDS)
    tour = grown(here, there, chances, instance)
    if instance.barred:
        tour = _mended(tour, here, there, chances, instance)
    return canonical(tour, symmetric=instance.symmetric)


def _pairs(scores: NDArray[np.float32], instance: TspInstance) -> tuple[Cities, Cities, Numbers]:
    """The listed pairs and how far each is below the best of its city; of edges, if symmetric."""
    lists = listed(instance)
    there = lists >= 0
    logits = below_best(scores, there)
    rows = np.broadcast_to(np.arange(len(lists))[:, None], lists.shape)[there]
    ends, values = lists[there], logits[there]
    if not instance.symmetric:
        return rows, ends, values
    low, high = np.minimum(rows, ends), np.maximum(rows, ends)
    _, first, same = np.unique(low * len(lists) + high, return_index=True, return_inverse=True)
    return low[first], high[first], np.bincount(same, values) / np.bincount(same)


def _missing(instance: TspInstance) -> Cities | None:
    return np.full(instance.cities, 2) if instance.symmetric else None


def balanced(
    here: Cities, there: Cities, chances: Numbers, missing: Cities | None, rounds: int
) -> Numbers:
    """How likely each pair is, such that chances of a city sum to about what it misses.

    Args:
        here: `(p,)` where pairs lead from.
        there: `(p,)` where they lead to.
        chances: `(p,)` as they are.
        missing: `(n,)` how many neighbours each city misses; None where pairs have a direction:
            then each leaves one city and enters one.
        rounds: How often sums are looked at.
    """
    chances = np.maximum(chances, MIN_CHANCE)
    for _ in range(rounds):
        if missing is None:
            chances = chances / np.bincount(here, chances)[here]
            chances = chances / np.bincount(there, chances)[there]
        else:
            most = len(missing)
            sums = np.bincount(here, chances, most) + np.bincount(there, chances, most)
            scale = np.sqrt(missing / np.where(sums > 0, sums, 1.0))
            chances = chances * scale[here] * scale[there]
        chances = np.maximum(chances, MIN_CHANCE)
    return chances


class _Fragments:
    """Paths that grow by pairs; every city is one at first.

    Attributes:
        after: The city that follows each, or one of its neighbours; -1 for none.
        before: The city that comes before, or the other neighbour.
        left: How many pairs are missing to a single path.
    """

    def __init__(self, cities: int, *, directed: bool) -> None:
        self.after, self.before = [-1] * cities, [-1] * cities
        self.left = cities - 1
        self._directed = directed
        self._above = list(range(cities))

    def part(self, city: int) -> int:
        """A number that all cities of one path have in common, and no others."""
        above = self._above
        while above[city] != city:
            above[city] = above[above[city]]
            city = above[city]
        return city

    def take(self, pairs: Iterator[tuple[int, int]], most: int | None = None) -> None:
        """Add the pairs, in order, that leave paths, or as many of them as `most`."""
        after, before, directed = self.after, self.before, self._directed
        enough = 0 if most is None else max(0, self.left - most)
        for here, there in pairs:
            if self.left == enough:
                return
            if directed:
                if after[here] >= 0 or before[there] >= 0:
                    continue
            elif (after[here] >= 0 and before[here] >= 0) or (
                after[there] >= 0 and before[there] >= 0
            ):
                continue
            one, other = self.part(here), self.part(there)
            if one == other:
                continue
            self._above[one] = other
            self.left -= 1
            if after[here] < 0:
                after[here] = there
            else:
                before[here] = there
            if before[there] < 0:
                before[there] = here
            else:
                after[there] = here

    def open(self, here: Cities, there: Cities) -> tuple[NDArray[np.bool_], Cities | None]:
        """Whether each pair may still be added, and how many neighbours each city misses.

        The second is None where pairs have a direction.
        """
        leaves, enters = np.array(self.after) < 0, np.array(self.before) < 0
        part = np.array(self._above)
        while (part[part] != part).any():
            part = part[part]
        apart = part[here] != part[there]
        if self._directed:
            return leaves[here] & enters[there] & apart, None
        missing = leaves.astype(np.int64) + enters
        return (missing[here] > 0) & (missing[there] > 0) & apart, missing

    def ends(self) -> tuple[Cities, Cities]:
        """Cities that a pair may lead from, and those that it may lead to."""
        leaves, enters = np.array(self.after) < 0, np.array(self.before) < 0
        if not self._directed:
            leaves = enters = leaves | enters
        return np.flatnonzero(leaves), np.flatnonzero(enters)

    def tour(self) -> Tour:
        """The one path, from one end to the other."""
        return walked(np.array([self.after, self.before]), symmetric=not self._directed)


def grown(here: Cities, there: Cities, chances: Numbers, instance: TspInstance) -> Tour:
    """The tour of the likeliest pairs, balanced again and again; then of the shortest joints."""
    found = _Fragments(instance.cities, directed=not instance.symmetric)
    while found.left and len(here):
        order = np.argsort(-chances, kind="stable")
        pairs = zip(here[order].tolist(), there[order].tolist(), strict=True)
        found.take(pairs, ceil(SHARE * found.left))
        possible, missing = found.open(here, there)
        here, there = here[possible], there[possible]
        chances = balanced(here, there, chances[possible], missing, AGAIN)
    while found.left:
        found.take(_joints(found, instance))
    return found.tour()


def merged(here: Cities, there: Cities, worth: Numbers, instance: TspInstance) -> Tour:
    """The tour of the best pairs, each taken if it leaves paths; then of the shortest joints."""
    found = _Fragments(instance.cities, directed=not instance.symmetric)
    order = np.argsort(-worth, kind="stable")
    found.take(zip(here[order].tolist(), there[order].tolist(), strict=True))
    while found.left:
        found.take(_joints(found, instance))
    return found.tour()


def shortest_first(instance: TspInstance) -> Tour:
    """The greedy tour (multiple fragment, Bentley 1992): the shortest listed pairs first."""
    lists = listed(instance)
    here, at = np.nonzero(lists >= 0)
    there = lists[here, at]
    return merged(here, there, -instance.tamed_legs(here, there), instance)


def _joints(found: _Fragments, instance: TspInstance) -> Iterator[tuple[int, int]]:
    """Pairs of ends of different fragments, the shortest first; at least one for each fragment."""
    leaves, enters = found.ends()
    own = np.array([found.part(city) for city in leaves.tolist()])
    others = np.array([found.part(city) for city in enters.tolist()])
    if isinstance(instance.ways, Measured):
        rows, columns = _near_ends(instance.ways, leaves, enters)
    else:
        ways = instance.tamed[np.ix_(leaves, enters)]
        ways[own[:, None] == others] = np.inf
        most = min(AROUND, len(enters))
        columns = np.argpartition(ways, most - 1, axis=1)[:, :most].ravel()
        rows = np.repeat(np.arange(len(leaves)), most)
    apart = own[rows] != others[columns]
    starts, ends = leaves[rows[apart]], enters[columns[apart]]
    order = np.lexsort((ends, starts, instance.tamed_legs(starts, ends)))
    return zip(starts[order].tolist(), ends[order].tolist(), strict=True)


def _near_ends(ways: Measured, leaves: Cities, enters: Cities) -> tuple[Cities, Cities]:
    from scipy.spatial import cKDTree

    most = min(AROUND + 2, len(enters))  # two of them are of the own fragment
    tree, places = cKDTree(ways.places[enters]), ways.places[leaves]
    columns = tree.query(places, most, p=ways.power)[1].reshape(-1)
    return np.repeat(np.arange(len(leaves)), most), np.asarray(columns, np.int64)


def _mended(
    tour: Tour, here: Cities, there: Cities, chances: Numbers, instance: TspInstance
) -> Tour:
    """The tour without forbidden legs, where mending finds one."""
    barred = forbidden(instance.distances)
    worth = np.full(barred.shape, np.log(MIN_CHANCE))
    worth[here, there] = np.log(chances)
    if instance.symmetric:
        worth[there, here] = worth[here, there]
    return Mending(worth, barred, instance.symmetric).mend(tour)
