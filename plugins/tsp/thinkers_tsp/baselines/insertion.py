"""Farthest insertion, as it is and improved by local search."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.local_search import farthest_insertion, refine

CHEAP = 50
"""So many cities take local search well under a second; asymmetric 100 take nearly one."""


class FarthestInsertion(Baseline[TspInstance, Tour]):
    """Insert the city farthest from the tour, where it costs least."""

    name = "farthest-insertion"
    problem = "tsp"
    summary = "farthest insertion (Rosenkrantz et al. 1977)"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(farthest_insertion(instance.distances))

    def cheap(self, instance: TspInstance) -> bool:
        """Always."""
        del instance
        return True


class LocalSearch(Baseline[TspInstance, Tour]):
    """Farthest insertion, then what `--refine` does: what a refined thinker must beat."""

    name = "local-search"
    problem = "tsp"
    summary = "farthest insertion, then the local search of --refine (2-opt, Or-opt, Or-3opt)"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(refine(instance, farthest_insertion(instance.distances)))

    def cheap(self, instance: TspInstance) -> bool:
        """Up to `CHEAP` cities."""
        return instance.cities <= CHEAP
