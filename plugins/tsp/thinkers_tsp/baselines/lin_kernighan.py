"""Iterated Lin-Kernighan, the search of `--refine` without a thinker: shows what one adds."""

from time import perf_counter
from typing import Literal

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, Terms
from thinkers_tsp.baselines.base import TspSearch
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.fragments import shortest_first
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.patching import patched
from thinkers_tsp.search import search, unheard
from thinkers_tsp.search.prices import MAX_ASSIGNED
from thinkers_tsp.valid import MAX_PLACES

MOMENT = 1e-3
"""Seconds that the search is given at least."""


class LinKernighan(TspSearch):
    """Iterated local search, as in `--refine`, from a construction and among the shortest legs.

    Attributes:
        seconds: Time limit for each instance, > 0; None for as many kicks as `--refine` makes.
        start: The construction; None for the one that suits the distances.
    """

    name = "lin-kernighan"
    formerly = ("or-3opt",)
    summary = "iterated Lin-Kernighan: moves of up to five legs, double-bridge kicks"
    max_cities = MAX_PLACES

    seconds: float | None = Field(
        default=None,
        gt=0,
        le=86400,
        description="Time for each instance; by default 10 kicks a city.",
    )
    start: Literal["greedy", "patching", "farthest", "nearest"] | None = Field(
        default=None,
        description="Shortest legs first, the cheapest assignment with its cycles joined, farthest "
        "insertion, or the nearest neighbour of city 0; by default the second where distances are "
        "asymmetric, else the first.",
    )

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """The construction is left out where a start is given.

        Deterministic but for `rng`, and for the clock where there is a time limit.
        """
        begin, seconds = perf_counter(), self.within(terms.seconds).seconds
        start = self.first(instance) if terms.start is None else terms.start
        terms.report(start)
        report = terms.report if terms.heard else unheard
        left = None if seconds is None else max(seconds - (perf_counter() - begin), MOMENT)
        tour = search(
            instance, start, rng, seconds=left, stopped=lambda: terms.interrupted, report=report
        )
        return BaselineAnswer(tour)

    def first(self, instance: TspInstance) -> Tour:
        """The tour that the search begins at."""
        assigned = not instance.symmetric and instance.cities <= MAX_ASSIGNED
        chosen = self.start or ("patching" if assigned else "greedy")
        if chosen == "patching":
            return patched(instance)
        if chosen == "greedy":
            return shortest_first(instance)
        near = self.start == "nearest"
        return nearest_neighbour(instance.tamed, 0) if near else farthest_insertion(instance.tamed)
