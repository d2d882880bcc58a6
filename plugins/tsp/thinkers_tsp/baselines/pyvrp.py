"""PyVRP: iterated local search for vehicle routing, here with one vehicle."""

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer
from thinkers_tsp.baselines.packages import PackagedBaseline, whole_distances
from thinkers_tsp.instance import Tour, TspInstance

TOGETHER = 2**40
"""Units of all legs of a tour: well below the 2^44 that PyVRP calls infinite."""


class Pyvrp(PackagedBaseline):
    """A vehicle's route from city 0 through all others; uses all of its time.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    name = "pyvrp"
    summary = "PyVRP (Wouda, Lan & Kool 2024): local search for vehicle routing, one vehicle"
    module = "pyvrp"
    max_cities = 2000  # building its neighbourhoods takes 4 s there

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for `rng` and the clock."""
        pyvrp = self.loaded()
        ways = whole_distances(instance, TOGETHER // instance.cities)
        data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0)] * instance.cities,  # ways count, not places
            [pyvrp.Client(city) for city in range(1, instance.cities)],
            [pyvrp.Depot(0)],
            [pyvrp.VehicleType(1)],
            [ways],
            [np.zeros_like(ways)],
        )
        found = pyvrp.solve(
            data,
            pyvrp.stop.MaxRuntime(self.seconds),
            int(rng.integers(2**31)),
            collect_stats=False,
            display=False,
        )
        [route] = found.best.routes()
        clients = [stop.idx + 1 for stop in route if stop.is_client()]
        return BaselineAnswer(np.array([0, *clients], np.int64))
