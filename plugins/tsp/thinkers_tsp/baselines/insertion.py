"""Farthest insertion, as it is and improved by local search."""

from math import inf

import numpy as np

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.constructions import farthest_insertion
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import descend


class FarthestInsertion(TspBaseline):
    """Insert the city farthest from the tour, where it costs least."""

    name = "farthest-insertion"
    summary = "farthest insertion (Rosenkrantz et al. 1977)"
    cheap_cities = inf

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(farthest_insertion(instance.tamed))


class LocalSearch(TspBaseline):
    """Farthest insertion, then moves as long as one helps: where `lin-kernighan` begins to kick."""

    name = "local-search"
    summary = "farthest insertion, then Lin-Kernighan moves until none helps"
    cheap_cities = 200  # in plain Python, too

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(descend(instance, farthest_insertion(instance.tamed)))
