"""What the solvers of a contest have given so far, in numbers, for whoever watches."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers.engine.result import finite
from thinkers.scoring.contest import Contest, Given
from thinkers.scoring.runs import Answer, Kind


@dataclass(frozen=True)
class SoFar:
    """One solver's line while the work goes on; solvers need not have met the same instances.

    Attributes:
        solver: Its name, a baseline's with its options.
        kind: As in `Run`.
        done: How many instances it has answered.
        feasible: Share of feasible answers among those to instances whose right answer is known; of
            right ones where answers are right or wrong. None without any.
        mean_cost: Of the same answers; None where some is infeasible, or costs mean nothing.
        seconds: Mean wall time an instance; None where nothing is done.
    """

    solver: str
    kind: Kind
    done: int
    feasible: float | None = None
    mean_cost: float | None = None
    seconds: float | None = None


class Tally:
    """Counts answers as they come.

    Args:
        contest: Whose answers.
    """

    def __init__(self, contest: Contest) -> None:
        self._contest = contest
        self._lines = [
            (solver, place, kind)
            for solver, each in enumerate(contest.solvers)
            for place, kind in enumerate(each.kinds)
        ]
        shape = (len(self._lines), len(contest.instances))
        self._seconds, self._costs = np.full(shape, np.nan), np.full(shape, np.nan)
        self._open = np.zeros(len(contest.instances), bool)
        self._begun: set[str] = set()

    def begin(self, solver: str) -> None:
        """Count a solver of that name among those that run."""
        self._begun.add(solver)

    def add(self, cell: Iterable[Given]) -> None:
        """Count answers, each once."""
        for given in cell:
            for line, (solver, place, _) in enumerate(self._lines):
                if solver == given.solver:
                    self._count(line, given.instance, given.answers[place])

    def _count(self, line: int, instance: int, answer: Answer) -> None:
        """What gives a bound only has no cost."""
        self._seconds[line, instance] = answer.seconds
        if answer.solution is not None or answer.bound is None:
            self._costs[line, instance] = answer.verdict.cost
        self._open[instance] |= answer.verdict.unknown

    def lines(self) -> list[SoFar]:
        """A line for each kind of answers of each solver that has begun, in their order."""
        found = []
        for line, (solver, _, kind) in enumerate(self._lines):
            name = self._contest.solvers[solver].name
            seconds = _given(self._seconds[line])
            if len(seconds) or name in self._begun:
                costs = _given(self._costs[line][~self._open])
                if kind == "bound":
                    costs = costs[:0]
                found.append(self._line(name, kind, seconds, costs))
        return found

    def _line(
        self, name: str, kind: Kind, seconds: NDArray[np.float64], costs: NDArray[np.float64]
    ) -> SoFar:
        costly = self._contest.problem.objective is not None
        return SoFar(
            name, kind, len(seconds),
            feasible=float(np.isfinite(costs).mean()) if len(costs) else None,
            mean_cost=finite(float(costs.mean())) if len(costs) and costly else None,
            seconds=float(seconds.mean()) if len(seconds) else None,
        )  # fmt: skip


def _given(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[~np.isnan(values)]
