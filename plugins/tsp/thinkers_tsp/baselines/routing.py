"""OR-Tools routing (Perron & Furnon, Google): a first tour, then local search."""

from collections.abc import Callable
from math import inf
from time import perf_counter
from typing import Any, ClassVar
from weakref import ref

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer, SolveError, Terms, holding_ctrl_c
from thinkers_tsp.baselines.base import TspSearch, shortest
from thinkers_tsp.baselines.packages import whole_distances
from thinkers_tsp.circuit import UNITS
from thinkers_tsp.instance import Tour, TspInstance, from_first_city
from thinkers_tsp.stopping import stopping

NANOSECONDS = 10**9
"""In a second: protocol buffers count both."""


class _Routing(TspSearch):
    """One vehicle's route; tells each tour that is shorter than those before.

    Class attributes:
        guided: Whether guided local search goes on where the default one stops.
    """

    packages = ("ortools",)
    guided: ClassVar[bool]

    seconds: float = Field(gt=0, le=86400)

    def improve(
        self, instance: TspInstance, rng: np.random.Generator, terms: Terms[Tour]
    ) -> BaselineAnswer[Tour]:
        """Deterministic where the time suffices.

        Raises:
            SolveError: The time did not suffice for a first tour.
        """
        del rng
        seconds = self.within(terms.seconds).seconds
        return BaselineAnswer(_route(instance, seconds, terms, guided=self.guided))


class Ortools(_Routing):
    """Routing with its default local search, which stops by itself, or when its time is over.

    Weak on asymmetric instances; `ortools-cpsat` proves what is best up to some 100 cities.

    Attributes:
        seconds: Time limit for each instance, > 0; 500 cities take 40 s.
    """

    name = "ortools"
    summary = "OR-Tools routing: path-cheapest-arc and default local search"
    cheap_cities = 100  # 0.1 s measured
    guided = False

    seconds: float = Field(default=60.0, gt=0, le=86400, description="Most time for each instance.")


class OrtoolsGls(_Routing):
    """Routing with guided local search (Voudouris & Tsang 1999), which uses all of its time.

    Attributes:
        seconds: Time for each instance, > 0.
    """

    name = "ortools-gls"
    summary = "OR-Tools routing: guided local search (Voudouris & Tsang 1999) for some seconds"
    guided = True

    seconds: float = Field(default=1.0, gt=0, le=86400, description="Time for each instance.")


def _route(instance: TspInstance, seconds: float, terms: Terms[Tour], *, guided: bool) -> Tour:
    """One vehicle's route from city 0.

    Raises:
        SolveError: The time did not suffice for a first tour.
    """
    with holding_ctrl_c():
        from ortools.constraint_solver import pywrapcp

    begin, costs = perf_counter(), whole_distances(instance, UNITS).tolist()
    manager = pywrapcp.RoutingIndexManager(instance.cities, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(costs))
    if terms.heard:
        routing.AddAtSolutionCallback(_Teller(instance, manager, routing, terms))
    with stopping(terms) as stopped:
        routing.AddSearchMonitor(routing.solver().CustomLimit(stopped))
        left = seconds - (perf_counter() - begin)  # the matrix of 5000 cities alone takes 7 s
        found = _search(routing, _parameters(left, guided), terms.start) if left > 0 else None
    if found is None and terms.start is None:
        raise SolveError("found no tour in its time", f"give it more than {seconds:g} seconds")
    if found is None:
        tour = None
    else:
        tour = _walk(manager, routing, lambda place: found.Value(routing.NextVar(place)))
    return shortest(instance, tour, terms.start)


def _search(routing: Any, parameters: Any, start: Tour | None) -> Any:
    """The best assignment found; None for none."""
    if start is None:
        return routing.SolveWithParameters(parameters)
    routing.CloseModelWithParameters(parameters)
    rest = from_first_city(start)[1:]
    first = routing.ReadAssignmentFromRoutes([rest.tolist()], True)
    return routing.SolveFromAssignmentWithParameters(first, parameters)


def _walk(manager: Any, routing: Any, follower: Callable[[int], int]) -> Tour:
    tour, place = [], routing.Start(0)
    while not routing.IsEnd(place):
        tour.append(manager.IndexToNode(place))
        place = follower(place)
    return np.array(tour, np.int64)


class _Teller:
    """Tells each better tour of a search."""

    def __init__(
        self, instance: TspInstance, manager: Any, routing: Any, terms: Terms[Tour]
    ) -> None:
        self._instance, self._terms, self._best = instance, terms, inf
        self._manager, self._routing = manager, ref(routing)  # which keeps this object alive

    def __call__(self) -> None:
        routing: Any = self._routing()  # which is there as long as it calls
        tour = _walk(self._manager, routing, lambda place: routing.NextVar(place).Value())
        length = self._instance.length(tour)
        if length < self._best:
            self._best = length
            self._terms.report(tour)


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
