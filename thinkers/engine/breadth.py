"""Thinking of an instance and of symmetric copies of it, and keeping the best of their answers.

A thinker that was trained on some kinds of instances may answer a copy right that is of another
kind. First thoughts with noise do not help: shipped models forget them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from thinkers.engine.result import Breadth, Result
from thinkers.engine.solve import StopFor, solve
from thinkers.engine.stop import StopRule
from thinkers.errors import ConfigError
from thinkers.models.store import Model
from thinkers.problems.problem import Problem

AnyProblem = Problem[Any, Any]
Back = Callable[[Any], Any]
"""Gives the answer of an instance from that of its copy."""


def solve_broadly(
    problem: AnyProblem,
    instances: Sequence[Any],
    model: Model,
    stop: StopRule | StopFor | None = None,
    *,
    breadth: int,
    seed: int | None = None,
    seconds: float | None = None,
    **others: Any,
) -> list[Result[Any, Any]]:
    """Solve instances and symmetric copies, check every answer, and keep the best of each.

    Args:
        problem: What the instances are of; must have symmetries.
        instances: The tasks.
        model: A trained thinker of that problem.
        stop: As in `solve`.
        breadth: How many answers each instance gets, its own among them, >= 1.
        seed: The seed that drew the instances, for the record; draws the copies, too.
        seconds: As in `solve`, for all answers of an instance together.
        others: As in `solve`, but for `refine`.

    Returns:
        One result per instance, in order: the best answer, `raw` being the verdict of the
        instance's own; the copies' answers are left out where thinking was interrupted.

    Raises:
        ConfigError: The problem names no symmetries.
    """
    share = None if seconds is None else seconds / breadth
    own = solve(problem, instances, model, stop, seed=seed, seconds=share, **others)
    rng = np.random.default_rng(seed or 0)
    copies = [_copy(problem, instance, rng) for instance in instances for _ in range(breadth - 1)]
    found = solve(
        problem, [copy for copy, _ in copies], model, stop, seed=seed, seconds=share, **others
    )
    if len(found) < len(copies):
        return own
    turned = [
        _turned(problem, instances[place // (breadth - 1)], result, back)
        for place, (result, (_, back)) in enumerate(zip(found, copies, strict=True))
    ]
    each = breadth - 1
    return [
        _best([first, *turned[place * each : (place + 1) * each]])
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
    if verdict.accuracy is None:
        verdict = replace(verdict, accuracy=result.verdict.accuracy)
    return replace(result, instance=instance, solution=solution, verdict=verdict, trace=None)


def _best(results: Sequence[Result[Any, Any]]) -> Result[Any, Any]:
    """The first of the answers of the least cost, and what there is to say of all."""
    best = min(results, key=lambda result: (not result.verdict.right, result.verdict.cost))
    return replace(
        best,
        raw=results[0].raw,
        seconds=sum(result.seconds for result in results),
        breadth=Breadth(len(results), sum(result.verdict.right for result in results)),
    )
