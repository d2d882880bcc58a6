"""Contract tests of baselines."""

from collections.abc import Iterator
from typing import Any

from thinkers.problems.baseline import Baseline
from thinkers.problems.problem import Problem
from thinkers.scoring.statistics import TIE
from thinkers.settings import Settings
from thinkers.testing.contract import require
from thinkers.testing.samples import draw, labelled, rng

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]


def answers_are_feasible(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """The problem's own check accepts the baseline's answers.

    Where answers are right or wrong, one that is not the problem's reference may be wrong, unless
    it says that it proved its answer.
    """
    require(baseline.problem == problem.name, "the baseline names its problem")
    for instance in _suitable(baseline, problem, params):
        answer = baseline.solve(instance, rng())
        verdict = problem.check(instance, answer.solution)
        if problem.objective or answer.proved or baseline.name == problem.reference:
            require(verdict.feasible, f"answers are feasible: {verdict.reason}")


def answers_are_repeatable(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """The same random numbers give the same answer."""
    for instance in _suitable(baseline, problem, params):
        first, again = (baseline.solve(instance, rng()).solution for _ in range(2))
        require(
            problem.describe_solution(first) == problem.describe_solution(again),
            "the same seed gives the same answer",
        )


def bounds_are_bounds(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """No answer is better than its bound, and proved answers are as good as labels."""
    for instance, label in labelled(problem, list(_suitable(baseline, problem, params))):
        answer = baseline.solve(instance, rng())
        cost, best = (problem.check(instance, s).cost for s in (answer.solution, label))
        bound = None if answer.bound is None else _cost_of(problem, answer.bound)
        require(bound is None or _at_most(bound, cost), "no answer is better than the bound")
        require(not answer.proved or _at_most(cost, best), "proved answers are optimal")


def _cost_of(problem: AnyProblem, bound: float) -> float:
    return problem.objective.turned(bound) if problem.objective else bound


def _at_most(cost: float, other: float) -> bool:
    return cost <= other + TIE * abs(other)


def instances_are_left_alone(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """What a baseline solves is the same afterwards, so that no other is judged by its changes."""
    for instance in _suitable(baseline, problem, params):
        before = problem.describe(instance)
        baseline.solve(instance, rng())
        require(problem.describe(instance) == before, "the instance is left as it was")


def _suitable(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> Iterator[Any]:
    return (one for one in draw(problem, params) if not baseline.unsuitable(one))


RULES = (
    answers_are_feasible, answers_are_repeatable, bounds_are_bounds, instances_are_left_alone,
)  # fmt: skip
