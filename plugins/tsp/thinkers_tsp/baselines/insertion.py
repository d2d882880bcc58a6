"""Farthest insertion, as it is and improved by local search."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_tsp.constructions import farthest_insertion
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.search import descend

CHEAP = 200
"""So many cities take local search well under a second, in plain Python too."""


class FarthestInsertion(Baseline[TspInstance, Tour]):
    """Insert the city farthest from the tour, where it costs least."""

    name = "farthest-insertion"
    problem = "tsp"
    summary = "farthest insertion (Rosenkrantz et al. 1977)"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(farthest_insertion(instance.tamed))

    def cheap(self, instance: TspInstance) -> bool:
        """Always."""
        del instance
        return True


class LocalSearch(Baseline[TspInstance, Tour]):
    """Farthest insertion, then moves as long as one helps: where `or-3opt` begins to kick."""

    name = "local-search"
    problem = "tsp"
    summary = "farthest insertion, then local search (2-opt and Or-3opt) until no move helps"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(descend(instance, farthest_insertion(instance.tamed)))

    def cheap(self, instance: TspInstance) -> bool:
        """Up to `CHEAP` cities."""
        return instance.cities <= CHEAP
