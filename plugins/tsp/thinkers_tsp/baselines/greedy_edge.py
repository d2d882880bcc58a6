"""Greedy edge, for symmetric instances only: there an edge has no direction."""

from collections.abc import Iterator
from math import inf

import numpy as np
from numpy.typing import NDArray

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.fragments import merged
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.nearest import nearest
from thinkers_tsp.valid import MAX_CITIES

NEAREST = 10
"""Cities whose edges are looked at first, where there are many (our choice)."""


class GreedyEdge(TspBaseline):
    """Take edges from the shortest on, unless one would make a branch or close a part too soon.

    It is how a thinker's scores become a tour, with shortness in the place of what was learned.
    """

    name = "greedy-edge"
    summary = "shortest edges first (multiple fragment, Bentley 1992); symmetric only"
    cheap_cities = inf
    max_cities = inf

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic; of equal edges the one of the lower cities first.

        Of more cities than a matrix holds, only the nearest of each are looked at as long as some
        of their edges fit.
        """
        del rng
        if instance.cities <= MAX_CITIES:
            return BaselineAnswer(_merge(instance.distances))
        near = nearest(instance, NEAREST)
        here, there = np.repeat(np.arange(instance.cities), NEAREST), near.cities.ravel()
        return BaselineAnswer(merged(here, there, -near.lengths.ravel(), instance))

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances: an edge would have two lengths."""
        if not instance.symmetric:
            return "its distances are not symmetric"
        return ""


def _merge(distances: NDArray[np.float64]) -> Tour:
    cities = len(distances)
    neighbours: list[list[int]] = [[] for _ in range(cities)]
    paths = Paths(cities)
    for one, other in _shortest_first(distances):
        if max(len(neighbours[one]), len(neighbours[other])) < 2 and paths.joins(one, other):
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


def _shortest_first(distances: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    rows, columns = np.triu_indices(len(distances), 1)
    order = np.argsort(distances[rows, columns], kind="stable")
    return zip(rows[order].tolist(), columns[order].tolist(), strict=True)
