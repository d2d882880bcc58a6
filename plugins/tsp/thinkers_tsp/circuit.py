"""OR-Tools CP-SAT on circuits: the shortest tour, or how much shorter one could be."""

from dataclasses import dataclass
from math import frexp, fsum, inf
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import Terms, holding_ctrl_c
from thinkers_tsp.instance import Tour
from thinkers_tsp.levels import levels
from thinkers_tsp.stopping import beside

UNITS = 10**12
"""OR-Tools counts in integers: the longest distance is at most so many of them."""

MAX_UNITS = 2**62
"""All distances together are at most so many, so that no sum leaves int64."""

TOLERANCE = 1e-9
"""Relative difference of a tour from its bound that is rounding."""

MIN_SECONDS = 1e-3
"""What the solver is given where building its model took all the time."""

SECONDS_A_LEG = 12e-6
"""What building the model of a leg takes on one core (measured: 3 s of 500 cities)."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Circuit:
    """What CP-SAT found.

    Attributes:
        tour: The best tour, the hint included, or None when the time did not suffice for any.
        proved: Whether it is as long as the bound, within `TOLERANCE`.
        bound: A proved lower bound of the length.
    """

    tour: Tour | None
    proved: bool
    bound: float


def circuit(
    distances: Matrix,
    seconds: float,
    hint: Tour | None = None,
    terms: Terms[Tour] = Terms(),  # noqa: B008  nobody interrupts it
) -> Circuit:
    """The shortest directed circuit through all cities, by CP-SAT's `AddCircuit`.

    Only legs that a shortest tour may have take part: none beyond the first of the `levels` that
    holds a tour, and none that is longer than all of the hint.

    Args:
        distances: `(n, n)`, n >= 3.
        seconds: Time limit.
        hint: A tour to start from.
        terms: Whom to tell of better tours and bounds, and when to stop.
    """
    begin = perf_counter()
    most = inf if hint is None else _length(distances, hint)
    for level in levels(distances):
        left = seconds - (perf_counter() - begin)
        found = _shortest_within(distances, min(level, most), left, hint, terms)
        if found is not None:
            return _better(distances, hint, *found)
    raise AssertionError("unreachable: the last level holds every tour")


def _shortest_within(
    distances: Matrix, longest: float, seconds: float, hint: Tour | None, terms: Terms[Tour]
) -> tuple[Tour | None, float] | None:
    """The best tour found whose legs are not longer than `longest`, and a bound of all such.

    None where there is proved to be no such tour. Where the time would not suffice to build the
    model, nothing is found.
    """
    with holding_ctrl_c():
        from ortools.sat.python import cp_model

    begin = perf_counter()
    allowed = (distances <= longest) & ~np.eye(len(distances), dtype=bool)
    if allowed.sum() * SECONDS_A_LEG > seconds:
        return None, 0.0
    scale = integer_scale(distances[allowed])
    costs = np.floor(distances * scale)  # down, so that no bound is too high
    model = cp_model.CpModel()
    legs = {(int(i), int(j)): model.new_bool_var("") for i, j in np.argwhere(allowed)}
    model.add_circuit([(i, j, leg) for (i, j), leg in legs.items()])
    model.minimize(sum(int(costs[leg]) * on for leg, on in legs.items()))
    if hint is not None:
        hinted = set(zip(hint.tolist(), np.roll(hint, -1).tolist(), strict=True))
        for leg, on in legs.items():
            model.add_hint(on, leg in hinted)
    solver = _solver(seconds - (perf_counter() - begin), terms.stop_gap)
    teller = _teller(solver, legs, scale, len(distances) * longest, terms) if terms.heard else None
    status = beside(lambda: solver.solve(model, teller), solver.stop_search, terms)
    if status == cp_model.INFEASIBLE:
        return None
    bound = max(0.0, solver.best_objective_bound / scale)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, min(bound, len(distances) * longest)
    return _walk({i: j for (i, j), on in legs.items() if solver.value(on)}), bound


def _teller(
    solver: Any, legs: dict[tuple[int, int], Any], scale: float, most: float, terms: Terms[Tour]
) -> Any:
    """Tells each tour that is found, and each bound: at most `most` as long as there is no tour."""
    from ortools.sat.python import cp_model

    class Teller(cp_model.CpSolverSolutionCallback):
        """Called by CP-SAT with what it found."""

        def __init__(self) -> None:
            super().__init__()
            self.most = most

        def on_solution_callback(self) -> None:
            self.most = inf
            tour = _walk({i: j for (i, j), on in legs.items() if self.value(on)})
            self.tell(tour, self.best_objective_bound)

        def tell(self, tour: Tour | None, bound: float) -> None:
            terms.report(tour, min(max(0.0, bound / scale), self.most))

    teller = Teller()
    solver.best_bound_callback = lambda bound: teller.tell(None, bound)
    return teller


def _better(distances: Matrix, hint: Tour | None, tour: Tour | None, bound: float) -> Circuit:
    tours = [each for each in (tour, hint) if each is not None]
    if not tours:
        return Circuit(None, False, bound)
    best = min(tours, key=lambda each: _length(distances, each))
    return Circuit(best, _length(distances, best) <= bound * (1 + TOLERANCE), bound)


def _solver(seconds: float, stop_gap: float | None) -> Any:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.catch_sigint_signal = False  # see `stopping`
    solver.parameters.max_time_in_seconds = max(seconds, MIN_SECONDS)
    if stop_gap is not None:  # of the bound; CP-SAT counts shares of the cost
        solver.parameters.relative_gap_limit = stop_gap / (1 + stop_gap)
    return solver


def _walk(follower: dict[int, int]) -> Tour:
    tour = [0]
    while follower[tour[-1]] != 0:
        tour.append(follower[tour[-1]])
    return np.array(tour, np.int64)


def _length(distances: Matrix, tour: Tour) -> float:
    return fsum(distances[tour, np.roll(tour, -1)].tolist())


def integer_scale(distances: Matrix, units: int = UNITS, together: int = MAX_UNITS) -> float:
    """1 for integers, so that nothing is rounded; else a power of two that makes them large ones.

    A power of two, so that scaling itself rounds nothing.

    Args:
        distances: Of any shape, >= 0.
        units: What the longest may be at most when it is scaled.
        together: What all of them may sum up to.
    """
    longest, total = float(distances.max()), float(distances.sum())
    if longest <= units and total <= together and (distances == np.rint(distances)).all():
        return 1.0
    scale = min(units / longest, together / total)
    return 2.0 ** (frexp(scale)[1] - 1)
