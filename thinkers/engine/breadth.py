"""Best-of-N answers to an instance: from symmetric copies, or drawn from the scores.

A thinker that was trained on some kinds of instances may answer a copy right that is of another
kind. Where there are no symmetries but answers have a cost, others are drawn by how likely the
thinker holds them. First thoughts with noise do not help: shipped models forget them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from thinkers.engine.answering import blind_rank
from thinkers.engine.result import Breadth, Result
from thinkers.engine.solve import StopFor, solve
from thinkers.engine.stop import StopRule
from thinkers.errors import ConfigError
from thinkers.problems.problem import Problem

if TYPE_CHECKING:
    from thinkers.models.kinds import AnyModel

AnyProblem = Problem[Any, Any]
Back = Callable[[Any], Any]
"""Gives the answer of an instance from that of its copy."""


def solve_broadly(
    problem: AnyProblem,
    instances: Sequence[Any],
    model: "AnyModel",
    stop: StopRule | StopFor | None = None,
    *,
    breadth: int,
    seed: int | None = None,
    seconds: float | None = None,
    **others: Any,
) -> list[Result[Any, Any]]:
    """Solve instances with several answers each, check every one, and keep the best.

    The others are those of symmetric copies; or, of a problem without symmetries whose answers have
    a cost, drawn from the scores of the thinker's own. They are compared by what the check finds
    out without a label (`Problem.unlabelled`), and equal ones by the encoding's confidence.

    Args:
        problem: What the instances are of.
        instances: The tasks.
        model: A trained thinker of that problem.
        stop: As in `solve`.
        breadth: How many answers each instance gets, its own among them, >= 1.
        seed: The seed that drew the instances, for the record; draws copies or answers, too.
        seconds: As in `solve`, for all answers of an instance together.
        others: As in `solve`, but for `refine`.

    Returns:
        One result per instance, in order: the best answer, `raw` being the verdict of the
        instance's own; the copies' answers are left out where thinking was interrupted.

    Raises:
        ConfigError: The problem names no symmetries, and its answers have no cost.
    """
    if problem.objective and not problem.has_symmetries:
        draws = breadth - 1
        return solve(
            problem, instances, model, stop, draws=draws, seed=seed, seconds=seconds, **others
        )
    share = None if seconds is None else seconds / breadth
    think = partial(solve, problem, model=model, stop=stop, seed=seed, seconds=share, **others)
    return _of_copies(problem, instances, think, breadth - 1, np.random.default_rng(seed or 0))


def _of_copies(
    problem: AnyProblem,
    instances: Sequence[Any],
    think: Callable[[Sequence[Any]], list[Result[Any, Any]]],
    each: int,
    rng: np.random.Generator,
) -> list[Result[Any, Any]]:
    """Solve instances and `each` copies of every one, and keep the best; own answers if cut."""
    own = think(instances)
    copies = [_copy(problem, instance, rng) for instance in instances for _ in range(each)]
    found = think([copy for copy, _ in copies])
    if len(found) < len(copies):
        return own
    turned = [
        _turned(problem, instances[place // each], result, back)
        for place, (result, (_, back)) in enumerate(zip(found, copies, strict=True))
    ]
    return [
        _best(problem, [first, *turned[place * each : (place + 1) * each]])
        for place, first in enumerate(own)
    ]


def _copy(problem: AnyProblem, instance: Any, rng: np.random.Generator) -> tuple[Any, Back]:
    found = problem.symmetric(instance, rng)
    if found is None:
        raise ConfigError(
            f"{problem.name} names no symmetries to be broad by", "leave out --breadth"
        )
    return found


def _turned(
    problem: AnyProblem, instance: Any, result: Result[Any, Any], back: Back
) -> Result[Any, Any]:
    """The result of a copy as one of the instance itself, checked on it."""
    solution = back(result.solution)
    verdict = problem.check(instance, solution)
    return replace(result, instance=instance, solution=solution, verdict=verdict, trace=None)


def _best(problem: AnyProblem, results: Sequence[Result[Any, Any]]) -> Result[Any, Any]:
    """The first of the best answers, and what there is to say of all."""

    def rank(result: Result[Any, Any]) -> tuple[bool, float, float]:
        found = blind_rank(problem, result.instance, result.solution, result.verdict)
        return *found, -result.metrics.get("confidence", 0.0)

    return replace(
        min(results, key=rank),
        raw=results[0].raw,
        raw_seconds=sum(result.raw_seconds for result in results),
        breadth=Breadth.of([result.verdict for result in results]),
    )
