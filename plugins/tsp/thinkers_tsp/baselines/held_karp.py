"""The exact dynamic programme for small instances."""

from math import inf

import numpy as np

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.exact import MAX_CITIES, held_karp
from thinkers_tsp.instance import Tour, TspInstance


class HeldKarp(TspBaseline):
    """Held and Karp's table of all subsets of cities."""

    name = "held-karp"
    summary = f"exact dynamic programme (Held & Karp 1962), up to {MAX_CITIES} cities"
    cheap_cities = inf
    max_cities = MAX_CITIES  # beyond, its table is too large

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """The optimum, proved."""
        del rng
        tour = held_karp(instance.distances[None])[0]
        return BaselineAnswer(tour, proved=True, bound=instance.length(tour))
