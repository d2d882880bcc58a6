"""OR-Tools routing (Perron & Furnon, Google): a first tour, then local search."""

from time import perf_counter
from typing import Any

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, SolveError
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.circuit import integer_scale
from thinkers_tsp.instance import Tour, TspInstance

NANOSECONDS = 10**9
"""In a second: protocol buffers count both."""


class Ortools(TspBaseline):
    """Routing with its default local search, which stops by itself, or when its time is over.

    Weak on asymmetric instances; `ortools-cpsat` proves what is best up to some 100 cities.

    Attributes:
        seconds: Time limit for each instance, > 0; 500 cities take 40 s.
    """

    name = "ortools"
    summary = "OR-Tools routing: path-cheapest-arc and default local search"
    packages = ("ortools",)
    cheap_cities = 100  # 0.1 s measured

    seconds: float = Field(default=60.0, gt=0, le=86400, description="Most time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic where the time suffices."""
        del rng
        return BaselineAnswer(_route(instance, self.seconds, guided=False))


class OrtoolsGls(TspBaseline):
    """Routing with guided local search (Voudouris & Tsang 1999), which uses all of its time.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    name = "ortools-gls"
    summary = "OR-Tools routing: guided local search (Voudouris & Tsang 1999) for some seconds"
    packages = ("ortools",)

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")

    def solve(self, instance: TspInstance, rng: np.random.Generator) -> BaselineAnswer[Tour]:
        """Deterministic but for the clock."""
        del rng
        return BaselineAnswer(_route(instance, self.seconds, guided=True))


def _route(instance: TspInstance, seconds: float, guided: bool) -> Tour:
    """One vehicle's route from city 0.

    Raises:
        SolveError: The time did not suffice for a first tour.
    """
    from ortools.constraint_solver import pywrapcp

    begin, distances = perf_counter(), instance.tamed
    costs = np.rint(distances * integer_scale(distances)).astype(np.int64).tolist()
    manager = pywrapcp.RoutingIndexManager(instance.cities, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(costs))
    left = seconds - (perf_counter() - begin)  # the matrix of 5000 cities alone takes 7 s
    found = routing.SolveWithParameters(_parameters(left, guided)) if left > 0 else None
    if found is None:
        raise SolveError("found no tour in its time", f"give it more than {seconds:g} seconds")
    tour, place = [], routing.Start(0)
    while not routing.IsEnd(place):
        tour.append(manager.IndexToNode(place))
        place = found.Value(routing.NextVar(place))
    return np.array(tour, np.int64)


def _parameters(seconds: float, guided: bool) -> Any:
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategy = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = strategy.PATH_CHEAPEST_ARC
    parameters.time_limit.FromNanoseconds(round(seconds * NANOSECONDS))
    if guided:
        search = routing_enums_pb2.LocalSearchMetaheuristic
        parameters.local_search_metaheuristic = search.GUIDED_LOCAL_SEARCH
    return parameters
