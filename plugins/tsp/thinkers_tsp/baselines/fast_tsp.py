"""fast-tsp: iterated Or-opt in Rust, for symmetric instances."""

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.packages import PackagedBaseline, whole_distances
from thinkers_tsp.instance import Tour, TspInstance

LONGEST = 2**16 - 1
"""The longest distance that it takes."""


class FastTsp(PackagedBaseline):
    """Exact up to 20 cities; beyond, a local search that uses all of its time.

    It answers asymmetric instances too, by tours that are more than twice too long, and says
    nothing of it: here they are unsuitable. Ways are rounded to 65,535 steps, so that it cannot
    tell tours apart that differ by less.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    name = "fast-tsp"
    summary = "fast-tsp (S. Mulvad): iterated local search in Rust; symmetric only"
    module = "fast_tsp"

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for the clock."""
        del rng
        ways = whole_distances(instance, LONGEST)
        tour = self.loaded().find_tour(ways, self.seconds, max_threads=1)
        return BaselineAnswer(np.array(tour, np.int64))

    def unsuitable(self, instance: TspInstance) -> str:
        """Asymmetric instances, and those that are too large."""
        if not (reason := super().unsuitable(instance)) and not instance.symmetric:
            return "the distances are not symmetric, and it would answer without a word"
        return reason
