"""What each city asks of the legs at it: prices that make the legs of short tours the cheap ones.

With prices every tour costs its length and all prices, so that the shortest stays the shortest; but
which leg of a city is the cheapest changes, and most legs of the shortest tours are among the few
cheapest of both their cities.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.bounds.assignment import assignment_prices
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.listing import listed

Cities = NDArray[np.int64]
Prices = NDArray[np.float64]

ROUNDS = 40
"""Trees, one after the other (our choice; 1000 cities take 0.1 s)."""

STRIDE, SHORTER = 0.2, 0.93
"""How far prices move at first, of the mean leg of a city in a tree, and how much less each time
(ours)."""

NEW, OLD = 0.6, 0.4
"""Prices follow these shares of the counts and of those before (Volgenant & Jonker 1982)."""

MAX_ASSIGNED = 2000
"""Cities for which a cheapest assignment is looked for: 1 to 3 s (our choice)."""

STEPS = 2.0**30
"""In the longest way: assignments are priced in whole numbers."""


def prices(instance: TspInstance, late: Callable[[], bool]) -> Prices:
    """`(2, n)` float64, for leaving and for entering each city; equal where ways are symmetric.

    Args:
        instance: The task.
        late: Whether to leave it at what is found so far.
    """
    if instance.symmetric:
        return _of_trees(instance, late)
    if instance.cities > MAX_ASSIGNED or late():
        return np.zeros((2, instance.cities))
    return _of_assignment(instance.tamed)


def _of_trees(instance: TspInstance, late: Callable[[], bool]) -> Prices:
    """Ascent to the bound of Held & Karp (1970): the price of a city rises by its legs beyond two.

    They are counted in cheapest trees of listed pairs, which join all cities.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    here, there = _pairs(instance)
    lengths, cities = instance.tamed_legs(here, there), instance.cities
    dues: Prices = np.zeros(cities)
    former: Prices = np.zeros(cities)
    stride: Prices = np.zeros(cities)
    for number in range(ROUNDS):
        if late():
            break
        costs = lengths + dues[here] + dues[there]
        costs += 1e-6 * (lengths.max() or 1.0) - costs.min()  # what costs nothing is no pair there
        graph = coo_matrix((costs, (here, there)), (cities, cities)).tocsr()
        tree = minimum_spanning_tree(graph).tocoo()
        counts = np.bincount(tree.row, minlength=cities) + np.bincount(tree.col, minlength=cities)
        if number == 0:
            stride = STRIDE * _mean_leg(tree.row, tree.col, lengths.min() + tree.data, counts)
        beyond = counts - 2.0
        moves = NEW * beyond + OLD * (former if number else beyond)
        dues = np.asarray(dues + stride * moves, np.float64)
        former, stride = np.asarray(beyond), np.asarray(SHORTER * stride, np.float64)
    return np.stack([dues, dues])


def _mean_leg(here: Cities, there: Cities, lengths: Prices, counts: Cities) -> Prices:
    """Of each city the mean length of its legs in a tree, so that clusters have their own scale."""
    cities = len(counts)
    return (np.bincount(here, lengths, cities) + np.bincount(there, lengths, cities)) / counts


def _pairs(instance: TspInstance) -> tuple[Cities, Cities]:
    """The listed pairs, each once; a city whose list is full may not list who lists it."""
    lists = listed(instance)
    rows, columns = np.nonzero(lists >= 0)
    others = lists[rows, columns]
    codes = np.minimum(rows, others) * instance.cities + np.maximum(rows, others)
    once = np.sort(np.unique(codes, return_index=True)[1])
    return rows[once], others[once]


def _of_assignment(ways: NDArray[np.float64]) -> Prices:
    """Less the prices of the cheapest assignment: its legs cost nothing, and no leg less."""
    unit = STEPS / (float(ways.max()) or 1.0)
    return -assignment_prices(np.rint(ways * unit).astype(np.int64)) / unit
