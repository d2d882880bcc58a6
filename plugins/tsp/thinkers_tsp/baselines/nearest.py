"""Nearest neighbour, from one city and from all."""

from math import inf

import numpy as np

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.constructions import nearest_measured, nearest_neighbour
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.valid import MAX_CITIES


class NearestNeighbour(TspBaseline):
    """From city 0, always on to the nearest city not yet visited."""

    name = "nearest-neighbour"
    summary = "nearest neighbour from city 0 (Rosenkrantz et al. 1977)"
    cheap_cities = inf
    max_cities = inf

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic."""
        del rng
        if instance.cities <= MAX_CITIES:
            return BaselineAnswer(nearest_neighbour(instance.distances, 0))
        return BaselineAnswer(nearest_measured(instance))


class BestNearestNeighbour(TspBaseline):
    """The shortest of the nearest-neighbour tours from every city."""

    name = "best-nearest-neighbour"
    summary = "nearest neighbour from every city, the best (Rosenkrantz et al. 1977)"
    cheap_cities = 200  # starts: 0.2 s measured

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic; of equal tours the one from the first city."""
        del rng
        tours = (nearest_neighbour(instance.distances, city) for city in range(instance.cities))
        return BaselineAnswer(min(tours, key=instance.length))
