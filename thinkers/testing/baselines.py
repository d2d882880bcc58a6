"""Contract tests of baselines."""

from collections.abc import Iterator
from math import inf, isclose
from typing import Any

from thinkers.problems.baseline import Baseline, BaselineAnswer
from thinkers.problems.problem import Problem
from thinkers.problems.wording import shown
from thinkers.scoring.statistics import TIE
from thinkers.settings import Settings
from thinkers.testing.contract import about, require, skip_unless
from thinkers.testing.samples import draw, labelled, rng

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]


@about("unsuitable", "cheap")
def it_says_what_it_takes(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """`unsuitable` gives a reason, empty where the instance is for it; `cheap` yes or no."""
    for instance in draw(problem, params):
        reason, cheap = baseline.unsuitable(instance), baseline.cheap(instance)
        wanted = "unsuitable gives a reason, and an empty text where there is none"
        require(isinstance(reason, str), f"{wanted}, not {reason!r}")
        require(isinstance(cheap, bool), f"cheap gives True or False, not {cheap!r}")


@about("solve")
def answers_are_feasible(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """The problem's own check accepts the baseline's answers.

    Where answers are right or wrong, one that is not the problem's reference may be wrong, unless
    it says that it proved its answer.
    """
    require(baseline.problem == problem.name, "the baseline names its problem")
    for instance in suitable(baseline, problem, params):
        answer = _answer(baseline, instance)
        if answer.solution is None:
            require(answer.bound is not None, "there is an answer or a bound")
            continue
        verdict = problem.check(instance, answer.solution)
        if problem.objective or answer.proved or baseline.name == problem.reference:
            require(verdict.feasible, f"answers are feasible: {verdict.reason}")


@about("solve")
def answers_are_repeatable(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """The same random numbers give the same answer."""
    for instance in suitable(baseline, problem, params):
        answers = (_answer(baseline, instance).solution for _ in range(2))
        first, again = (
            each if each is None else problem.describe_solution(each) for each in answers
        )
        require(first == again, "the same seed gives the same answer")


@about("solve")
def bounds_are_bounds(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """No answer is better than its bound, and proved answers are as good as labels."""
    for instance, label in labelled(problem, list(suitable(baseline, problem, params))):
        answer = _answer(baseline, instance)
        best = problem.check(instance, label).cost
        own = inf if answer.solution is None else problem.check(instance, answer.solution).cost
        bound = -inf if answer.bound is None else cost_of(problem, answer.bound)
        require(at_most(bound, min(own, best)), "no answer is better than the bound")
        require(not answer.proved or at_most(own, best), "proved answers are optimal")


def _answer(baseline: AnyBaseline, instance: Any) -> BaselineAnswer[Any]:
    found = baseline.solve(instance, rng())
    holds = isinstance(found, BaselineAnswer)
    require(holds, f"solve returned {shown(found)}, expected a BaselineAnswer")
    return found


def cost_of(problem: AnyProblem, bound: float) -> float:
    """A bound of what is minimised or maximised, as one of the cost."""
    return problem.objective.turned(bound) if problem.objective else bound


def at_most(cost: float, other: float) -> bool:
    """Whether a cost is not above another, up to rounding."""
    return cost <= other or isclose(cost, other, rel_tol=TIE)


@about("solve")
def instances_are_left_alone(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> None:
    """What a baseline solves is the same afterwards, so that no other is judged by its changes."""
    for instance in suitable(baseline, problem, params):
        before = problem.describe(instance)
        _answer(baseline, instance)
        require(problem.describe(instance) == before, "the instance is left as it was")


def suitable(baseline: AnyBaseline, problem: AnyProblem, params: Settings) -> Iterator[Any]:
    """The instances that it takes; skips the check where that is none."""
    instances = draw(problem, params)
    reasons = [baseline.unsuitable(one) for one in instances]
    skip_unless(not all(reasons), f"it takes no such instance: {reasons[0]}")
    return (one for one, reason in zip(instances, reasons, strict=True) if not reason)


RULES = (
    it_says_what_it_takes, answers_are_feasible, answers_are_repeatable, bounds_are_bounds,
    instances_are_left_alone,
)  # fmt: skip
