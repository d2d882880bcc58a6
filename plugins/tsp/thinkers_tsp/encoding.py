"""Distances as the four channels a thinker sees, and its scores as a tour."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance

Scores: TypeAlias = NDArray[np.floating[Any]]
"""`(n, n)`, larger where the column should follow the row."""

NEAREST = 3
"""How many nearest cities, in the mean, make the unit of length (our choice)."""

BALANCING_ROUNDS = 10
"""Rounds of Sinkhorn balancing before edges are merged (our choice)."""

LOWEST = -1e6
"""What scores are clipped to, so that no logit makes balancing overflow."""


def encode(instance: TspInstance) -> NDArray[np.float32]:
    """`(4, n, n)` float32: what each ordered pair of cities looks like, at any n and in any unit.

    Lengths are measured in units of the mean way to the three nearest cities, so that they do not
    depend on the unit nor, to first order, on n; `log(1 + x)` keeps the long ones in range.
    Channels: the distance; what it exceeds its row's minimum by; the same for its column;
    whether the two cities are one.
    """
    distances, here = instance.distances, np.eye(instance.cities, dtype=bool)
    away = np.where(here, np.inf, distances)
    scale = _unit_of_length(away)
    over_row = away - away.min(1, keepdims=True)
    over_column = away - away.min(0, keepdims=True)
    lengths = np.stack([away, over_row, over_column]) / scale
    lengths[:, here] = 0.0
    return np.concatenate([np.log1p(lengths), here[None]]).astype(np.float32)


def _unit_of_length(away: NDArray[np.float64]) -> float:
    nearest = np.sort(away, axis=1)[:, : min(NEAREST, len(away) - 1)]
    finite = away[np.isfinite(away)]
    return float(nearest.mean() or finite.mean() or 1.0)


def target(instance: TspInstance, tour: Tour) -> NDArray[np.float32]:
    """`(n, n)` float32, rows sum to 1: the chance that j follows i on the best tour.

    On a symmetric instance the tour may be walked either way, so both neighbours get one half.
    """
    follows = np.zeros((instance.cities,) * 2, np.float32)
    follows[tour, np.roll(tour, -1)] = 1.0
    return np.asarray((follows + follows.T) / 2 if instance.symmetric else follows, np.float32)


def decode(scores: NDArray[np.float32], instance: TspInstance) -> Tour:
    """The tour of the best scores: edges merged greedily, never closing a subtour.

    The loss says nothing about how scores of different rows compare, so they are balanced first.
    On a symmetric instance an edge has no direction: its score is the mean of both.

    Args:
        scores: `(n, n)` logits, larger where j should follow i.
        instance: The task.
    """
    balanced = balance(scores)
    if instance.symmetric:
        return merge_undirected((balanced + balanced.T) / 2)
    return _merge_directed(balanced)


def balance(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Log-probabilities whose rows and columns each sum to about 1 (Sinkhorn & Knopp 1967).

    Every city is left once and entered once. The diagonal is left out: it becomes very low.
    """
    logs = np.nan_to_num(scores.astype(np.float64), nan=LOWEST, posinf=-LOWEST, neginf=LOWEST)
    logs = logs.clip(LOWEST, -LOWEST)
    np.fill_diagonal(logs, 2 * LOWEST)
    for _ in range(BALANCING_ROUNDS):
        logs -= np.logaddexp.reduce(logs, axis=1, keepdims=True)
        logs -= np.logaddexp.reduce(logs, axis=0, keepdims=True)
    return logs


def _merge_directed(scores: Scores) -> Tour:
    cities = len(scores)
    follower = np.full(cities, -1)
    path = Paths(cities)
    has_leader = np.zeros(cities, bool)
    for start, end in _best_first(scores, *np.nonzero(~np.eye(cities, dtype=bool))):
        if follower[start] < 0 and not has_leader[end] and path.joins(start, end):
            follower[start] = end
            has_leader[end] = True
    tour = [int(np.flatnonzero(~has_leader)[0])]
    while follower[tour[-1]] >= 0:
        tour.append(int(follower[tour[-1]]))
    return np.array(tour, np.int64)


def merge_undirected(scores: Scores) -> Tour:
    """The tour of the best edges that have no direction: `scores` is symmetric."""
    cities = len(scores)
    neighbours: list[list[int]] = [[] for _ in range(cities)]
    path = Paths(cities)
    for one, other in _best_first(scores, *np.triu_indices(cities, 1)):
        if max(len(neighbours[one]), len(neighbours[other])) < 2 and path.joins(one, other):
            neighbours[one].append(other)
            neighbours[other].append(one)
    tour = [next(city for city in range(cities) if len(neighbours[city]) < 2)]
    while len(tour) < cities:
        tour.append(next(city for city in neighbours[tour[-1]] if city not in tour[-2:]))
    return np.array(tour, np.int64)


class Paths:
    """Which cities already hang together, as a union-find forest."""

    def __init__(self, cities: int) -> None:
        self._parent = list(range(cities))

    def joins(self, one: int, other: int) -> bool:
        """Join the paths of two cities; False, and nothing done, if they are the same path."""
        one, other = self._root(one), self._root(other)
        self._parent[one] = other
        return one != other

    def _root(self, city: int) -> int:
        while self._parent[city] != city:
            self._parent[city] = self._parent[self._parent[city]]
            city = self._parent[city]
        return city


def _best_first(
    scores: Scores, rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    order = np.argsort(-scores[rows, columns], kind="stable")
    return zip(rows[order].tolist(), columns[order].tolist(), strict=True)
