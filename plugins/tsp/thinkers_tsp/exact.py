"""Optimal tours: Held and Karp's dynamic programme, vectorised, and CP-SAT's circuits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour

MOST_CITIES = 15
"""Beyond this Held and Karp's table of (n-1) * 2^(n-1) costs is slower than CP-SAT."""

UNITS = 10**9
"""OR-Tools counts in integers: the longest distance is this many of them."""


def held_karp(distances: NDArray[np.float64]) -> NDArray[np.int64]:
    """The shortest tours (Held & Karp 1962), in O(2^n n^2) time and O(2^n n) memory.

    The last city is the start. `cost[visited, last]` is the shortest way from the start through
    all of `visited` (a bit set of the other cities) that ends at `last`.

    Args:
        distances: `(b, n, n)`, 2 <= n <= `MOST_CITIES`.

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


@dataclass(frozen=True)
class Circuit:
    """What CP-SAT found.

    Attributes:
        tour: The best tour, or None when the time did not suffice for any.
        proved: Whether it is optimal (up to `UNITS`).
        bound: A proved lower bound of the length.
    """

    tour: Tour | None
    proved: bool
    bound: float


def circuit(distances: NDArray[np.float64], seconds: float, hint: Tour | None = None) -> Circuit:
    """The shortest directed circuit through all cities, by CP-SAT's `AddCircuit`.

    Args:
        distances: `(n, n)`, n >= 3.
        seconds: Time limit.
        hint: A tour to start from.
    """
    from ortools.sat.python import cp_model

    cities = len(distances)
    scale = integer_scale(distances)
    costs = np.rint(distances * scale)
    model = cp_model.CpModel()
    arcs = {(i, j): model.new_bool_var("") for i in range(cities) for j in range(cities) if i != j}
    model.add_circuit([(i, j, arc) for (i, j), arc in arcs.items()])
    model.minimize(sum(int(costs[arc]) * on for arc, on in arcs.items()))
    if hint is not None:
        legs = set(zip(hint.tolist(), np.roll(hint, -1).tolist(), strict=True))
        for arc, on in arcs.items():
            model.add_hint(on, arc in legs)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    rounding = 0.0 if np.array_equal(costs, distances * scale) else cities / 2
    bound = max(0.0, (solver.best_objective_bound - rounding) / scale)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Circuit(None, False, bound)
    follower = {i: j for (i, j), on in arcs.items() if solver.value(on)}
    tour = [0]
    while follower[tour[-1]] != 0:
        tour.append(follower[tour[-1]])
    return Circuit(np.array(tour, np.int64), status == cp_model.OPTIMAL, bound)


def integer_scale(distances: NDArray[np.float64]) -> float:
    """1 for integers, so that nothing is rounded; else what makes the longest `UNITS`."""
    longest = float(distances.max())
    if longest < UNITS and np.array_equal(distances, np.rint(distances)):
        return 1.0
    return UNITS / longest
