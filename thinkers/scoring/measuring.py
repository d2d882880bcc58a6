"""Judging what a baseline did: checked by the problem, and held to its time and its start."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from math import inf
from typing import Any

from thinkers.errors import SolveError, ThinkersError
from thinkers.problems.baseline import BaselineAnswer
from thinkers.problems.verdict import Verdict
from thinkers.problems.wording import printable
from thinkers.registry.strangers import attempt
from thinkers.scoring.footing.footing import Footing
from thinkers.scoring.footing.listening import Told
from thinkers.scoring.footing.performing import Performance, Request, perform
from thinkers.scoring.runs import Answer, AnyBaseline, AnyProblem, Point, failure
from thinkers.scoring.statistics import TIE

THREADS, THREAD_SECONDS = 1.3, 0.2
"""How much CPU time for each second, and how much more, one thread is believed (our choice)."""


def measure(
    problem: AnyProblem,
    instance: Any,
    baseline: AnyBaseline,
    seed: int | tuple[int, ...] = 0,
    seconds: float | None = None,
) -> Answer:
    """One baseline on one instance in this process, left to itself but for the time, if given."""
    request = Request(instance, seed, seconds)
    return judged(problem, baseline, request, perform(problem, baseline, request))


def judged(
    problem: AnyProblem,
    baseline: AnyBaseline,
    request: Request,
    done: Performance,
    footing: Footing = Footing(),  # noqa: B008  it is frozen
) -> Answer:
    """The answer of a baseline, checked; a failure is an answer too.

    One that is late counts for nothing: then the best of what was told in time does.

    Args:
        problem: What was solved.
        baseline: By whom.
        request: What was asked for.
        done: What came of it.
        footing: What every solver is given.
    """
    if done.failure:
        return failure(done.failure, done.seconds, request.seconds)
    failures: list[str] = []

    def judge() -> Answer | None:
        try:
            return _Judge(problem, baseline, request, done, footing).answer()
        except ThinkersError as error:
            failures.append(printable(str(error)))
            return None

    found = attempt(judge, failures.append)
    return found or failure(failures[0], done.seconds, request.seconds)


class _Judge:
    """What there is to say of one performance."""

    def __init__(
        self,
        problem: AnyProblem,
        baseline: AnyBaseline,
        request: Request,
        done: Performance,
        footing: Footing,
    ) -> None:
        self.problem, self.baseline, self.request, self.done = problem, baseline, request, done
        self.footing = footing
        self.remarks: list[str] = []

    def answer(self) -> Answer:
        """The answer, with all that was odd about it."""
        found = self.done.found
        if not isinstance(found, BaselineAnswer):
            raise SolveError(f"it returned {type(found).__name__}, expected a BaselineAnswer")
        told = [*map(self._point, self.done.told), self._judged(found)]
        answer = in_time(told, self.footing)
        self._remark(answer)
        return replace(answer, remarks=(*answer.remarks, *self.remarks))

    def _judged(self, found: "BaselineAnswer[Any]") -> Answer:
        seconds = self.done.seconds
        solution = deepcopy(found.solution)  # it may hold on to its own, and change it later
        bound = self._turned(found.bound)
        if solution is None:
            return Answer(Verdict(False, reason="it gives a bound only"), seconds, bound=bound)
        verdict = self.problem.check(self.request.instance, solution)
        if found.proved and bound is None and self.problem.objective is not None and verdict.right:
            bound = verdict.cost  # that nothing is better is a bound, and is held against others
        proved = bool(found.proved) and _holds(self.problem, bound, verdict)
        if found.proved and verdict.right and not proved:
            self._say("called an answer proved that its own bound does not prove")
        return Answer(verdict, seconds, solution, bound, proved)

    def _point(self, told: Told) -> Answer:
        """What was told, checked."""
        bound, verdict = self._turned(told.bound), Verdict(False)
        if told.solution is not None:
            verdict = self.problem.check(self.request.instance, deepcopy(told.solution))
            if not verdict.feasible and self.problem.objective is not None:
                self._say(f"told an invalid answer ({verdict.reason})")
        return Answer(verdict, told.seconds, told.solution, bound)

    def _remark(self, last: Answer) -> None:
        request, done = self.request, self.done
        if request.start is not None and not self.baseline.takes_start:
            self._say("takes no start")
        elif request.start is not None and self.problem.objective is not None:
            given = self.problem.check(request.instance, deepcopy(request.start)).cost
            if last.verdict.cost > given + TIE * abs(given):
                self._say("gave worse than its start")
        if self.footing.anytime and not done.told and self.problem.objective is not None:
            self._say("told nothing on the way")
        if request.seconds is not None and done.cpu > THREADS * done.seconds + THREAD_SECONDS:
            self._say(f"used {done.cpu / max(done.seconds, 1e-9):.1f} threads")

    def _say(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)

    def _turned(self, bound: float | None) -> float | None:
        if bound is None or self.problem.objective is None:
            return None if bound is None else float(bound)
        return self.problem.objective.turned(float(bound))


def in_time(
    told: Sequence[Answer], footing: Footing, remarks: tuple[str, ...] = (), *, choose: bool = True
) -> Answer:
    """The last of the answers; where that is late, the best that was there in time.

    Args:
        told: Answers on the way, and the last one.
        footing: What every solver is given.
        remarks: What is odd about it.
        choose: Whether the best can be told; otherwise a late answer is none.

    Raises:
        SolveError: None was there in time.
    """
    last, curve = told[-1], best_so_far(told) if footing.anytime else ()
    if footing.limit is None or last.seconds <= footing.limit:
        return replace(last, curve=curve, remarks=remarks, budget=footing.seconds)
    took = f"took {last.seconds:.2g} s of {footing.seconds:g}"
    early = [each for each in told if each.seconds <= footing.limit]
    found = [each for each in early if each.verdict.feasible]
    if not found or not choose:
        raise SolveError(took)
    best = min(found, key=lambda each: each.verdict.cost)
    bounds = [each.bound for each in early if each.bound is not None]
    return replace(
        best, bound=max(bounds, default=None), curve=curve, budget=footing.seconds,
        remarks=(*remarks, f"{took}: what was there in time is counted"),
    )  # fmt: skip


def best_so_far(told: Sequence[Answer]) -> tuple[Point, ...]:
    """A point for each time at which the best cost or the best bound changed."""
    cost, bound, points = inf, -inf, list[Point]()
    for answer in sorted(told, key=lambda each: each.seconds):
        better = min(cost, answer.verdict.cost)
        higher = bound if answer.bound is None else max(bound, answer.bound)
        if better < cost or higher > bound:
            cost, bound = better, higher
            points.append(Point(answer.seconds, _number(cost), _number(bound)))
    return tuple(points)


def _number(value: float) -> float | None:
    return value if abs(value) < inf else None


def _holds(problem: AnyProblem, bound: float | None, verdict: Verdict) -> bool:
    """Whether a claimed proof agrees with the verdict.

    Where answers have costs it is the bound that proves, and the cost must not lie above it.
    """
    if problem.objective is None or not verdict.right:
        return verdict.right
    return bound is not None and bool(verdict.cost <= bound + TIE * abs(bound))
