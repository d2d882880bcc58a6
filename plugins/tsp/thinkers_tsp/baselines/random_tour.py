"""A uniformly random tour: the upper end of the scale of gaps."""

from math import inf

import numpy as np

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.instance import Tour, TspInstance


class RandomTour(TspBaseline):
    """Every order of the cities is as likely as every other."""

    name = "random"
    summary = "a random tour"
    cheap_cities = inf
    max_cities = inf

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """A permutation from `rng`."""
        return BaselineAnswer(rng.permutation(instance.cities))
