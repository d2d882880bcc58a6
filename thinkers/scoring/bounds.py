"""Proved bounds of costs beside the answers: a problem's own, and those that answers refute."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np

from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.registry.strangers import attempt
from thinkers.scoring.runs import Answer, AnyProblem, Run
from thinkers.scoring.statistics import TIE


def own_bounds(problem: AnyProblem, instances: Sequence[Any]) -> Iterator[Run]:
    """A run of the problem's own `lower_bound`; none where it has none for any instance."""
    objective = problem.objective
    if objective is None or type(problem).lower_bound is Problem.lower_bound:
        return
    answers = [_own_bound(problem, instance) for instance in instances]
    if any(each.bound is not None or each.failure for each in answers):
        yield Run("upper bound" if objective.maximised else "lower bound", "bound", answers)


def _own_bound(problem: AnyProblem, instance: Any) -> Answer:
    faults: list[str] = []
    begin = perf_counter()
    found = attempt(lambda: problem.lower_bound(deepcopy(instance)), faults.append)
    bound = None if found is None or not problem.objective else problem.objective.turned(found)
    nothing = Verdict(False, reason="it gives a bound only")
    return Answer(nothing, perf_counter() - begin, bound=bound, failure="".join(faults))


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
    if answer.bound is None or answer.bound <= best + TIE * abs(best):
        return answer
    return replace(answer, bound=None, proved=False, refuted=True)
