"""Runs of one solver on every instance: each answer timed, checked, and kept, failures too."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from thinkers.engine.result import finite
from thinkers.problems.baseline import Baseline
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.registry.strangers import attempt

AnyProblem = Problem[Any, Any]
AnyBaseline = Baseline[Any, Any]
Kind = Literal["model", "refined", "alone", "baseline", "bound"]


EARLY = 0.9
"""The share of its time below which it is said how much a solver used (our choice)."""

NUMBER = re.compile(r"\d[\d.]*(e[+-]?\d+)?")
"""A number in a remark."""


class Point(NamedTuple):
    """The best so far, at some time.

    Attributes:
        seconds: The solver's wall time until then.
        cost: Of its best answer; None where it had none.
        bound: What it had proved no cost to be below; None for nothing.
    """

    seconds: float
    cost: float | None
    bound: float | None


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
        curve: The best so far against time, where that was recorded.
        remarks: What else was odd about it, in words.
        budget: Wall time that it was given; None for as much as it took.
    """

    verdict: Verdict
    seconds: float
    solution: Any = None
    bound: float | None = None
    proved: bool = False
    failure: str = ""
    refuted: bool = False
    curve: tuple[Point, ...] = ()
    remarks: tuple[str, ...] = ()
    budget: float | None = None


@dataclass(frozen=True, eq=False)
class Run:
    """What one solver gave for every instance.

    Attributes:
        solver: Its name.
        kind: A model's raw answers, its refined ones, what the search that refines them finds
            alone in their time, a baseline's, or bounds without answers.
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
        """On how many instances it failed, or did what it should not; what it used of its time."""
        every = len(self.answers)
        failures = [answer.failure for answer in self.answers if answer.failure]
        refuted = sum(answer.refuted for answer in self.answers)
        told = [f"failed on {len(failures)} of {every}: {failures[0]}"] if failures else []
        told += self._refused()
        if refuted:
            told.append(f"claimed a bound on {refuted} of {every} that an answer is better than")
        return "; ".join([*told, *self._remarked(), *self._used()])

    def _remarked(self) -> Iterator[str]:
        """What was odd and on how many instances, once for what differs in numbers only."""
        kinds = dict[str, Counter[str]]()
        for remark in (remark for answer in self.answers for remark in answer.remarks):
            kinds.setdefault(NUMBER.sub("0", remark), Counter())[remark] += 1
        every = len(self.answers)
        for alike in kinds.values():
            [(first, count)] = alike.most_common(1)
            rest = alike.total() - count
            more = f", and much the same on {rest} more" if rest else ""
            yield first if count == every else f"{first} on {count} of {every}{more}"

    def _refused(self) -> Iterator[str]:
        """How many answers the problem's check does not take, and why the first of them."""
        refused = [
            answer.verdict.reason for answer in self.answers
            if answer.solution is not None and not (answer.failure or answer.verdict.feasible)
        ]  # fmt: skip
        if refused and self.kind == "baseline":
            count = f"{len(refused)} of {len(self.answers)}"
            reason = f": {refused[0]}" if refused[0] else ""
            yield f"gave {count} answers that the check refuses{reason}"

    def _used(self) -> Iterator[str]:
        """How much of its time it used, where that was not all."""
        given = [answer.budget for answer in self.answers if answer.budget is not None]
        used = [answer.seconds for answer in self.answers if not answer.failure]
        if given and used and np.mean(used) < EARLY * np.mean(given):
            yield f"used {np.mean(used):.2g} of {np.mean(given):.2g} s"

    def of(self, indices: Sequence[int]) -> "Run":
        """The same solver on some of the instances."""
        return Run(self.solver, self.kind, [self.answers[index] for index in indices])

    def records(self, problem: AnyProblem) -> Iterator[dict[str, Any]]:
        """One row for each instance, in plain JSON types."""
        told = any(answer.curve for answer in self.answers)
        for index, answer in enumerate(self.answers):
            found = answer.solution
            yield {
                "problem": problem.name, "solver": self.solver, "kind": self.kind,
                "instance": index, "feasible": answer.verdict.feasible,
                "known": answer.verdict.known, "cost": finite(answer.verdict.cost),
                "bound": finite(answer.bound), "proved": answer.proved, "seconds": answer.seconds,
                "reason": answer.failure or answer.verdict.reason,
                "answer": None if found is None else _described(problem, found),
                **({"curve": [list(point) for point in answer.curve]} if told else {}),
            }  # fmt: skip


def _described(problem: AnyProblem, solution: Any) -> dict[str, Any]:
    """The answer in plain JSON types, or why the problem's plugin cannot say it."""
    faults: list[str] = []
    described = attempt(lambda: dict(problem.describe_solution(solution)), faults.append)
    return {"error": faults[0]} if described is None else described


def failure(reason: str, seconds: float, budget: float | None = None) -> Answer:
    """The answer that is none, and why."""
    return Answer(Verdict(False, reason=reason), seconds, failure=reason, budget=budget)
