"""PyVRP: iterated local search for vehicle routing, here with one vehicle."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, Terms
from thinkers_tsp.baselines.base import TspSearch, shortest
from thinkers_tsp.baselines.packages import PackagedBaseline, whole_distances
from thinkers_tsp.instance import Tour, TspInstance, from_first_city

TOGETHER = 2**40
"""Units of all legs of a tour: well below the 2^44 that PyVRP calls infinite."""


class Pyvrp(PackagedBaseline, TspSearch):
    """A vehicle's route from city 0 through all others; uses all of its time.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    name = "pyvrp"
    summary = "PyVRP (Wouda, Lan & Kool 2024): local search for vehicle routing, one vehicle"
    module = "pyvrp"
    max_cities = 2000  # building its neighbourhoods takes 4 s there

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Tells each tour that is shorter than those before, by the lengths that PyVRP sees.

        Deterministic but for `rng` and the clock.
        """
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
            params=_telling(pyvrp, lambda best: terms.report(_tour(best))),
            initial_solution=_solution(pyvrp, data, terms.start),
        )
        return BaselineAnswer(shortest(instance, _tour(found.best), terms.start))


def _telling(pyvrp: Any, tell: Callable[[Any], None]) -> Any:
    """The parameters of a search that tells each best solution."""

    class Callbacks(pyvrp.IteratedLocalSearchCallbacks):  # type: ignore[misc]
        def on_start(self, ils: Any) -> None:
            if ils.initial_solution.is_feasible():
                tell(ils.initial_solution)

        def on_best(self, best: Any) -> None:
            tell(best)

    search = pyvrp.IteratedLocalSearchParams(callbacks=Callbacks())
    return pyvrp.SolveParams(ils=search)


def _tour(solution: Any) -> Tour:
    [route] = solution.routes()
    return np.array([0, *(at.idx + 1 for at in route if at.is_client())], np.int64)


def _solution(pyvrp: Any, data: Any, tour: Tour | None) -> Any:
    """A tour as a route from city 0, of clients that count from city 1; None for none."""
    if tour is None:
        return None
    return pyvrp.Solution(data, [(from_first_city(tour)[1:] - 1).tolist()])
