"""What solvers tell while they search: kept with its time, and held against the gap to stop at."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from math import inf
from threading import Event
from time import perf_counter
from typing import Any, NamedTuple

from thinkers.problems.problem import Problem

FINEST_SECONDS, FINEST_SHARE = 1e-3, 0.01
"""Of what is told within so much of the time so far, the last is kept: some 1,000 in an hour."""


class Told(NamedTuple):
    """What a solver said.

    Attributes:
        seconds: Its time until then; what listening took is not part of it.
        solution: Its best answer, or None where it told a bound only.
        bound: As it said it, or None.
    """

    seconds: float
    solution: Any
    bound: float | None


@dataclass(eq=False)
class Listener:
    """Keeps what one solver tells of one instance; may be called from any thread.

    Attributes:
        problem: What the instance is of.
        instance: The task; it is not changed.
        stop_gap: `interrupt` is set at an answer that is proved to be so near to the best.
        bound: What no cost is below, proved.
        clock: Gives seconds.
        told: What was told.
        interrupt: Set to end the search.
    """

    problem: Problem[Any, Any]
    instance: Any
    stop_gap: float | None = None
    bound: float | None = None
    clock: Callable[[], float] = perf_counter
    told: list[Told] = field(default_factory=list)
    interrupt: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._begin, self._away = self.clock(), 0.0
        self._cost, self._bound = inf, -inf if self.bound is None else self.bound

    @property
    def seconds(self) -> float:
        """The solver's time so far."""
        return self.clock() - self._begin - self._away

    def __call__(self, solution: Any, bound: float | None = None) -> None:
        """Keep a copy, see `Terms.report`."""
        begin, now = self.clock(), self.seconds
        if solution is not None or bound is not None:
            self._keep(Told(now, deepcopy(solution), bound))
        if self.stop_gap is not None and not self.interrupt.is_set():
            self._end_at_gap(solution, bound, self.stop_gap)
        self._away += self.clock() - begin

    def _keep(self, new: Told) -> None:
        """Add it, or let it take the place of the last one if that is hardly older."""
        if len(self.told) > 1:
            last = self.told[-1]
            finest = max(FINEST_SECONDS, FINEST_SHARE * new.seconds)
            if new.seconds - self.told[-2].seconds < finest:
                solution = last.solution if new.solution is None else new.solution
                bound = last.bound if new.bound is None else new.bound
                self.told[-1] = Told(new.seconds, solution, bound)
                return
        self.told.append(new)

    def _end_at_gap(self, solution: Any, bound: float | None, stop_gap: float) -> None:
        objective = self.problem.objective
        if objective is None:
            return
        if bound is not None:
            self._bound = max(self._bound, objective.turned(float(bound)))
        if solution is not None:
            verdict = self.problem.check(self.instance, deepcopy(solution))
            self._cost = min(self._cost, verdict.cost)
        if is_within(self._cost, self._bound, stop_gap):
            self.interrupt.set()


def is_within(cost: float, bound: float, gap: float) -> bool:
    """Whether a cost is proved to be at most `gap` of the bound above it."""
    return cost < inf and bound > -inf and cost - bound <= gap * abs(bound)
