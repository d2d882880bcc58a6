"""Optimal tours of small instances: Held and Karp's dynamic programme, vectorised."""

import numpy as np
from numpy.typing import NDArray

MAX_CITIES = 15
"""Beyond this Held and Karp's table of (n-1) * 2^(n-1) costs is slower than CP-SAT."""


def held_karp(distances: NDArray[np.float64]) -> NDArray[np.int64]:
    """The shortest tours (Held & Karp 1962), in O(2^n n^2) time and O(2^n n) memory.

    The last city is the start. `cost[visited, last]` is the shortest way from the start through
    all of `visited` (a bit set of the other cities) that ends at `last`.

    Args:
        distances: `(b, n, n)`, 2 <= n <= `MAX_CITIES`.

    Returns:
        `(b, n)` tours.
    """
    ways = np.ascontiguousarray(distances.transpose(1, 2, 0))  # (n, n, b): instances innermost
    others = len(ways) - 1
    subsets = np.arange(1 << others)
    sizes = sum((subsets >> city) & 1 for city in range(others))
    cost = np.full((1 << others, others, ways.shape[2]), np.inf)
    cost[1 << np.arange(others), range(others)] = ways[others, :others]
    for size in range(2, others + 1):
        layer = subsets[sizes == size]
        for last in range(others):
            visited = layer[(layer >> last) & 1 == 1]
            reach = cost[visited ^ (1 << last)]  # (subsets, last but one, b)
            reach += ways[:others, last]
            cost[visited, last] = reach.min(1)
    return _walk_back(cost, ways)


def _walk_back(cost: NDArray[np.float64], ways: NDArray[np.float64]) -> NDArray[np.int64]:
    start, batch = len(ways) - 1, np.arange(ways.shape[2])
    visited = np.full(len(batch), len(cost) - 1)
    tour = [np.full(len(batch), start)]
    for _ in range(start):
        to_next = ways[:start, tour[-1], batch].T  # (b, n - 1)
        tour.append((cost[visited, :, batch] + to_next).argmin(1))
        visited = visited ^ (1 << tour[-1])
    return np.stack([tour[0], *tour[:0:-1]], axis=1)
