"""Nearest neighbour, from one city and from all."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_tsp.constructions import nearest_neighbour
from thinkers_tsp.instance import Tour, TspInstance

CHEAP = 200
"""So many starts take well under a second (0.2 s measured)."""


class NearestNeighbour(Baseline[TspInstance, Tour]):
    """From city 0, always on to the nearest city not yet visited."""

    name = "nearest-neighbour"
    problem = "tsp"
    summary = "nearest neighbour from city 0 (Rosenkrantz et al. 1977)"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        return BaselineAnswer(nearest_neighbour(instance.distances, 0))

    def cheap(self, instance: TspInstance) -> bool:
        """Always."""
        del instance
        return True


class BestNearestNeighbour(Baseline[TspInstance, Tour]):
    """The shortest of the nearest-neighbour tours from every city."""

    name = "best-nearest-neighbour"
    problem = "tsp"
    summary = "nearest neighbour from every city, the best (Rosenkrantz et al. 1977)"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic; of equal tours the one from the first city."""
        del rng
        tours = (nearest_neighbour(instance.distances, city) for city in range(instance.cities))
        return BaselineAnswer(min(tours, key=instance.length))

    def cheap(self, instance: TspInstance) -> bool:
        """Up to `CHEAP` cities."""
        return instance.cities <= CHEAP
