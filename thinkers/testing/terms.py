"""Contract tests of `Baseline.improve`: the terms that a baseline is given, it keeps."""

from math import inf
from time import perf_counter
from typing import Any

from thinkers.problems.baseline import BaselineAnswer
from thinkers.problems.terms import Terms
from thinkers.problems.wording import shown
from thinkers.settings import Settings
from thinkers.testing.baselines import AnyBaseline, AnyProblem, at_most, cost_of, suitable
from thinkers.testing.contract import about, require, skip_unless
from thinkers.testing.samples import labelled, rng

SECONDS = 0.2
"""What a baseline is given for an instance."""

LATE = 2.0
"""Seconds that it may take longer: machines are busy."""


@about("improve")
def time_is_kept(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """An answer in a given time comes about in that time, once all that it needs is loaded."""
    instance = next(iter(suitable(baseline, problem, params)))
    _improved(baseline, instance, Terms(SECONDS))
    begin = perf_counter()
    _improved(baseline, instance, Terms(SECONDS))
    took = perf_counter() - begin
    require(took < SECONDS + LATE, f"it keeps its time: {SECONDS:g} s were given, it took {took:g}")


@about("improve")
def starts_are_kept(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """From a label as its start, a baseline gives nothing worse."""
    skip_unless(baseline.takes_start, "it takes no start")
    for instance, label in labelled(problem, list(suitable(baseline, problem, params))):
        given = problem.check(instance, label).cost
        answer = _improved(baseline, instance, Terms(SECONDS, start=label))
        found = _cost(problem, instance, answer.solution)
        require(at_most(found, given), "the answer is not worse than the start")


@about("improve")
def reports_are_real(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """What is told on the way are valid answers and bounds, and the last answer is not worse."""
    instance = next(iter(suitable(baseline, problem, params)))
    costs, bounds = [inf], [-inf]

    def report(solution: Any, bound: float | None = None) -> None:
        costs.append(_cost(problem, instance, solution))
        bounds.append(-inf if bound is None else cost_of(problem, bound))

    answer = _improved(baseline, instance, Terms(SECONDS, report=report))
    if problem.objective:
        found = _cost(problem, instance, answer.solution)
        require(at_most(found, min(costs)), "the answer is not worse than one that was told")
        require(at_most(max(bounds), found), "no answer is better than a bound that was told")


def _improved(baseline: AnyBaseline, instance: Any, terms: Terms[Any]) -> BaselineAnswer[Any]:
    found = baseline.improve(instance, rng(), terms)
    holds = isinstance(found, BaselineAnswer)
    require(holds, f"improve returned {shown(found)}, expected a BaselineAnswer")
    return found


def _cost(problem: AnyProblem, instance: Any, solution: Any) -> float:
    """What an answer costs; infinite without one."""
    if solution is None:
        return inf
    verdict = problem.check(instance, solution)
    if problem.objective:
        require(verdict.feasible, f"answers are feasible: {verdict.reason}")
    return verdict.cost


RULES = (time_is_kept, starts_are_kept, reports_are_real)
