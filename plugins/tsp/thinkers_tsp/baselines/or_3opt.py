"""Iterated or-3opt, the search of `--refine` without a thinker: shows what a thinker adds."""

from time import perf_counter
from typing import Literal

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, Terms
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import search

MOMENT = 1e-3
"""Seconds that the search is given at least."""


class Or3opt(TspBaseline):
    """Iterated local search, as in `--refine`, from a construction and among the shortest legs.

    Attributes:
        seconds: Time limit for each instance, > 0; None for as many kicks as `--refine` makes.
        start: The construction.
    """

    takes_start = True
    name = "or-3opt"
    summary = "iterated local search: Or-3opt (Kanellakis & Papadimitriou 1980), 2-opt, kicks"

    seconds: float | None = Field(
        default=None,
        gt=0,
        le=86400,
        description="Time for each instance; by default 20 kicks a city.",
    )
    start: Literal["farthest", "nearest"] = Field(
        default="farthest", description="Farthest insertion, or the nearest neighbour of city 0."
    )

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for `rng`, and for the clock where there is a time limit."""
        return self.improve(instance, rng, Terms())

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """The construction is left out where a start is given."""
        begin, seconds = perf_counter(), self.within(terms.seconds).seconds
        start = self._first(instance) if terms.start is None else terms.start
        terms.report(start)
        left = None if seconds is None else max(seconds - (perf_counter() - begin), MOMENT)
        tour = search(instance, start, rng, seconds=left, stopped=lambda: terms.interrupted)
        return BaselineAnswer(tour)

    def _first(self, instance: TspInstance) -> Tour:
        distances = instance.tamed
        near = self.start == "nearest"
        return nearest_neighbour(distances, 0) if near else farthest_insertion(distances)
