"""Runs of one solver on every instance: each answer timed, checked, and kept, failures too."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

import numpy as np

from thinkers.engine.result import finite
from thinkers.errors import SolveError, ThinkersError
from thinkers.problems.baseline import Baseline, BaselineAnswer
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.problems.wording import printable
from thinkers.registry.strangers import attempt
from thinkers.scoring.statistics import TIE

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]
Kind = Literal["model", "refined", "baseline", "bound"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What one solver gave for one instance.

    Attributes:
        verdict: The independent check.
        seconds: Wall time.
        solution: The answer; None where there is none.
        bound: A proved lower bound of the cost, or None.
        proved: Whether no better answer exists: the cost is not above a bound that was proved.
        failure: Why there is no answer; empty where there is one.
        refuted: Whether it claimed a bound that an answer of the same comparison is better than:
            then it has none, and nothing is proved.
    """

    verdict: Verdict
    seconds: float
    solution: Any = None
    bound: float | None = None
    proved: bool = False
    failure: str = ""
    refuted: bool = False


@dataclass(frozen=True, eq=False)
class Run:
    """What one solver gave for every instance.

    Attributes:
        solver: Its name.
        kind: A model's raw answers, its refined ones, a baseline's, or bounds without answers.
        answers: One for each instance, in order.
    """

    solver: str
    kind: Kind
    answers: Sequence[Answer]

    @property
    def costs(self) -> list[float]:
        """The cost of each answer, `inf` when infeasible."""
        return [answer.verdict.cost for answer in self.answers]

    @property
    def bound(self) -> float | None:
        """The mean of what the costs are proved not to be below; None unless all have a bound."""
        bounds = [answer.bound for answer in self.answers if answer.bound is not None]
        return float(np.mean(bounds)) if len(bounds) == len(self.answers) > 0 else None

    @property
    def note(self) -> str:
        """On how many instances it failed, or claimed a wrong bound; empty where it never did."""
        every = len(self.answers)
        failures = [answer.failure for answer in self.answers if answer.failure]
        refuted = sum(answer.refuted for answer in self.answers)
        told = [f"failed on {len(failures)} of {every}: {failures[0]}"] if failures else []
        if refuted:
            told.append(f"claimed a bound on {refuted} of {every} that an answer is better than")
        return "; ".join(told)

    def of(self, indices: Sequence[int]) -> "Run":
        """The same solver on some of the instances."""
        return Run(self.solver, self.kind, [self.answers[index] for index in indices])

    def records(self, problem: AnyProblem) -> Iterator[dict[str, Any]]:
        """One row for each instance, in plain JSON types."""
        for index, answer in enumerate(self.answers):
            found = answer.solution
            yield {
                "problem": problem.name, "solver": self.solver, "kind": self.kind,
                "instance": index, "feasible": answer.verdict.feasible,
                "known": answer.verdict.known, "cost": finite(answer.verdict.cost),
                "bound": finite(answer.bound), "proved": answer.proved, "seconds": answer.seconds,
                "reason": answer.failure or answer.verdict.reason,
                "answer": None if found is None else _described(problem, found),
            }  # fmt: skip


def _described(problem: AnyProblem, solution: Any) -> dict[str, Any]:
    """The answer in plain JSON types, or why the problem's plugin cannot say it."""
    faults: list[str] = []
    described = attempt(lambda: dict(problem.describe_solution(solution)), faults.append)
    return {"error": faults[0]} if described is None else described


def failure(reason: str, seconds: float) -> Answer:
    """The answer that is none, and why."""
    return Answer(Verdict(False, reason=reason), seconds, failure=reason)


def refusal(baseline: AnyBaseline, instance: Any) -> str:
    """Why a baseline does not take an instance, of which it gets a copy; empty where it does."""
    return str(baseline.unsuitable(deepcopy(instance)) or "")


def measure(
    problem: AnyProblem,
    instance: Any,
    baseline: AnyBaseline,
    rng: np.random.Generator | None = None,
) -> Answer:
    """One baseline on one instance, of which it gets a copy of its own."""
    failures: list[str] = []
    begin = perf_counter()

    def answer() -> Answer | None:
        try:
            if reason := refusal(baseline, instance):
                raise SolveError(f"it does not take this instance: {reason}")
            own = deepcopy(instance)
            start = perf_counter()
            found = baseline.solve(own, rng or np.random.default_rng(0))
            return _judge(problem, instance, found, perf_counter() - start)
        except ThinkersError as error:
            failures.append(printable(str(error)))
            return None

    found = attempt(answer, failures.append)
    if found is not None:
        return found
    return failure(failures[0], perf_counter() - begin)


def _judge(problem: AnyProblem, instance: Any, found: object, seconds: float) -> Answer:
    if not isinstance(found, BaselineAnswer):
        raise SolveError(f"it returned {type(found).__name__}, expected a BaselineAnswer")
    solution = deepcopy(found.solution)  # it may hold on to its own, and change it later
    bound = None if found.bound is None else float(found.bound)
    if bound is not None and problem.objective is not None:
        bound = problem.objective.turned(bound)
    if solution is None:
        return Answer(Verdict(False, reason="it gives a bound only"), seconds, bound=bound)
    verdict = problem.check(instance, solution)
    proved = bool(found.proved) and _holds(problem, bound, verdict)
    return Answer(verdict, seconds, solution, bound, proved)


def _holds(problem: AnyProblem, bound: float | None, verdict: Verdict) -> bool:
    """Whether a claimed proof agrees with the verdict.

    Where answers have costs it is the bound that proves, and the cost must not lie above it.
    """
    if problem.objective is None or not verdict.right:
        return verdict.right
    return bound is not None and bool(verdict.cost <= bound + TIE * abs(bound))
