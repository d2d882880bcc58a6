"""commiv: local search in Zig for asymmetric instances."""

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.packages import PackagedBaseline, whole_distances
from thinkers_tsp.instance import Tour, TspInstance

TOGETHER = 2**30
"""Units of all legs of a tour; it refuses instances of 2^31 and more."""


class Commiv(PackagedBaseline):
    """A local search of a number of trials, not of a time; 500 cities take about half a second.

    Attributes:
        trials: How many kicks; 0 for what it takes to be enough.
    """

    name = "commiv"
    summary = "commiv (Apache-2.0): local search for asymmetric instances, by trials"
    module = "commiv"
    cheap_cities = 100  # 0.1 s measured

    trials: int = Field(default=0, ge=0, le=10**9, description="Kicks; 0 for its own number.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for `rng`."""
        ways = whole_distances(instance, TOGETHER // instance.cities)
        seed = int(rng.integers(1, 2**31))
        _, tour = self.loaded().solve_atsp(ways, seed=seed, trials=self.trials)
        return BaselineAnswer(np.array(tour, np.int64))
