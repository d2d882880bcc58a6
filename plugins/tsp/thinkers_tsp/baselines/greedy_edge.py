"""Greedy edge, for symmetric instances only: there an edge has no direction."""

from math import inf

import numpy as np

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
            here, there = np.triu_indices(instance.cities, 1)
            lengths = instance.distances[here, there]
        else:
            near = nearest(instance, NEAREST)
            here, there = np.repeat(np.arange(instance.cities), NEAREST), near.cities.ravel()
            lengths = near.lengths.ravel()
        return BaselineAnswer(merged(here, there, -lengths, instance))

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances: an edge would have two lengths."""
        if not instance.symmetric:
            return "its distances are not symmetric"
        return ""
