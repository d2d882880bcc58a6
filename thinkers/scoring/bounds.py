"""Proved bounds of costs beside the answers: a problem's own, and those that answers refute."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np

from thinkers.problems.events import Watch
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.registry.strangers import attempt
from thinkers.scoring.runs import Answer, AnyProblem, Kind, Run
from thinkers.scoring.solver import Solver
from thinkers.scoring.statistics import TIE

DISPROVED = "called an answer proved that another is better than"
"""What is said of a refuted proof."""


@dataclass(frozen=True, eq=False)
class BoundSolver(Solver):
    """A problem's own `lower_bound`, which gives no answers."""

    problem: AnyProblem

    @property
    def name(self) -> str:
        """Which side it is on."""
        objective = self.problem.objective
        return "upper bound" if objective and objective.maximised else "lower bound"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Bounds."""
        return ("bound",)

    def answers(
        self, places: Sequence[int], instances: Sequence[Any], watch: Watch
    ) -> list[tuple[Answer, ...]]:
        """One by one."""
        del places, watch
        return [(_own_bound(self.problem, each),) for each in instances]


def own_bounds(problem: AnyProblem) -> list[Solver]:
    """The solver that gives a problem's own bounds; none where it has none."""
    if problem.objective is None or type(problem).lower_bound is Problem.lower_bound:
        return []
    return [BoundSolver(problem)]


def _own_bound(problem: AnyProblem, instance: Any) -> Answer:
    faults: list[str] = []
    begin = perf_counter()
    found = attempt(lambda: problem.lower_bound(deepcopy(instance)), faults.append)
    bound = None if found is None or not problem.objective else problem.objective.turned(found)
    nothing = Verdict(False, reason="it gives a bound only")
    return Answer(nothing, perf_counter() - begin, bound=bound, failure="".join(faults))


def without_empty(runs: Sequence[Run]) -> list[Run]:
    """The runs without those of bounds that say nothing of any instance."""
    return [run for run in runs if run.kind != "bound" or any(map(_says, run.answers))]


def _says(answer: Answer) -> bool:
    return answer.bound is not None or bool(answer.failure)


def without_refuted(problem: AnyProblem, runs: Sequence[Run]) -> list[Run]:
    """The runs without bounds that some answer is better than, and without what these prove.

    Where answers are right or wrong, there is nothing to bound.
    """
    if problem.objective is None:
        return list(runs)
    best = np.min([run.costs for run in runs], axis=0)
    return [
        Run(run.solver, run.kind, list(map(_unless_refuted, run.answers, best))) for run in runs
    ]


def _unless_refuted(answer: Answer, best: float) -> Answer:
    most = best + TIE * abs(best)
    bounds = [answer.bound, *(point.bound for point in answer.curve)]
    if all(bound is None or bound <= most for bound in bounds):
        return answer
    curve = tuple(point._replace(bound=None) for point in answer.curve)
    remarks = (*answer.remarks, DISPROVED) if answer.proved else answer.remarks
    return replace(answer, bound=None, proved=False, refuted=True, curve=curve, remarks=remarks)
