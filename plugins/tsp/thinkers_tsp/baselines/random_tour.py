"""A random tour: what knowing nothing costs."""

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_tsp.instance import Tour, TspInstance


class RandomTour(Baseline[TspInstance, Tour]):
    """Every order of the cities is as likely as every other."""

    name = "random"
    problem = "tsp"
    summary = "a random tour"

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """A permutation from `rng`."""
        return BaselineAnswer(rng.permutation(instance.cities))

    def cheap(self, instance: TspInstance) -> bool:
        """Always."""
        del instance
        return True
