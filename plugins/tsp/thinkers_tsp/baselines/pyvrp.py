"""PyVRP: iterated local search for vehicle routing, here with one vehicle."""

from time import perf_counter
from typing import Any

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, Terms
from thinkers_tsp.baselines.packages import PackagedBaseline, whole_distances
from thinkers_tsp.instance import Tour, TspInstance

TOGETHER = 2**40
"""Units of all legs of a tour: well below the 2^44 that PyVRP calls infinite."""


class Pyvrp(PackagedBaseline):
    """A vehicle's route from city 0 through all others; uses all of its time.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    takes_start = True
    name = "pyvrp"
    summary = "PyVRP (Wouda, Lan & Kool 2024): local search for vehicle routing, one vehicle"
    module = "pyvrp"
    max_cities = 2000  # building its neighbourhoods takes 4 s there

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for `rng` and the clock."""
        return self.improve(instance, rng, Terms())

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Begins from the start, where there is one; tells nothing on the way."""
        begin, pyvrp = perf_counter(), self.loaded()
        ways = whole_distances(instance, TOGETHER // instance.cities)
        data = pyvrp.ProblemData(
            [pyvrp.Location(0, 0)] * instance.cities,  # ways count, not places
            [pyvrp.Client(city) for city in range(1, instance.cities)],
            [pyvrp.Depot(0)],
            [pyvrp.VehicleType(1)],
            [ways],
            [np.zeros_like(ways)],
        )
        end = begin + self.within(terms.seconds).seconds
        found = pyvrp.solve(
            data,
            lambda cost: terms.interrupted or perf_counter() >= end,
            int(rng.integers(2**31)),
            collect_stats=False,
            display=False,
            initial_solution=_solution(pyvrp, data, terms.start),
        )
        [route] = found.best.routes()
        tour = np.array([0, *(at.idx + 1 for at in route if at.is_client())], np.int64)
        tours = [tour] if terms.start is None else [tour, terms.start]
        return BaselineAnswer(min(tours, key=instance.length))  # it compared rounded lengths


def _solution(pyvrp: Any, data: Any, tour: Tour | None) -> Any:
    """A tour as a route from city 0, of clients that count from city 1; None for none."""
    if tour is None:
        return None
    rest = np.roll(tour, -int(np.flatnonzero(tour == 0)[0]))[1:]
    return pyvrp.Solution(data, [(rest - 1).tolist()])
