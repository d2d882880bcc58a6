"""Best-of-N answers to an instance: from symmetric copies, or from states along the way.

A thinker that was trained on some kinds of instances may answer a copy right that is of another
kind. Where there are no symmetries but answers have a cost, thoughts along the way are read: where
they do not settle, later answers are not always better. First thoughts with noise do not help:
shipped models forget them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from thinkers.engine.answering import metrics_of
from thinkers.engine.batching import by_shape
from thinkers.engine.result import Breadth, Result
from thinkers.engine.solve import StopFor, default_stop, solve
from thinkers.engine.stop import StopRule
from thinkers.errors import ConfigError
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem

if TYPE_CHECKING:
    from thinkers.models.onnx.file import OnnxModel
    from thinkers.models.store import Model

AnyProblem = Problem[Any, Any]
Back = Callable[[Any], Any]
"""Gives the answer of an instance from that of its copy."""


def solve_broadly(
    problem: AnyProblem,
    instances: Sequence[Any],
    model: "Model | OnnxModel",
    stop: StopRule | StopFor | None = None,
    *,
    breadth: int,
    seed: int | None = None,
    seconds: float | None = None,
    **others: Any,
) -> list[Result[Any, Any]]:
    """Solve instances with several answers each, check every one, and keep the best.

    The others are those of symmetric copies; or, of a problem without symmetries whose answers have
    a cost, those read along the way, as many iterations apart. Where answers are right or wrong
    none are read along the way: some problems know that by the label alone.

    Args:
        problem: What the instances are of.
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
        ConfigError: The problem names no symmetries, and its answers have no cost.
    """
    if problem.objective and type(problem).symmetric is Problem.symmetric:
        return _along_the_way(
            problem, instances, model, stop, breadth=breadth, seed=seed, seconds=seconds, **others
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
        _best([first, *turned[place * each : (place + 1) * each]])
        for place, first in enumerate(own)
    ]


def _along_the_way(
    problem: AnyProblem,
    instances: Sequence[Any],
    model: "Model | OnnxModel",
    stop: StopRule | StopFor | None,
    *,
    breadth: int,
    **others: Any,
) -> list[Result[Any, Any]]:
    """Solve instances, read the thoughts after `breadth` even parts of the time, keep the best."""
    found: dict[int, Result[Any, Any]] = {}
    encoding = model.card.pick_encoding(problem.encodings)
    for shape, members in by_shape(encoding, instances).items():
        rule = stop if isinstance(stop, StopRule) else (stop or default_stop)(model, shape)
        most = rule.max_iterations or model.card.budget.iterations(shape)
        looks = {most * part // breadth for part in range(1, breadth)} - {0}
        alike = [instances[member] for member in members]
        results = solve(problem, alike, model, rule, trace=looks, **others)
        found |= dict(
            zip(members, (_read(problem, encoding, each) for each in results), strict=False)
        )
    return [found[member] for member in sorted(found)]


def _read(
    problem: AnyProblem, encoding: Encoding[Any, Any], result: Result[Any, Any]
) -> Result[Any, Any]:
    """The best of the answers along the way and of the last one."""
    begin, own = perf_counter(), replace(result, trace=None)
    answers, instance = [own], result.instance
    for scores in () if result.trace is None else result.trace:
        solution = encoding.decode(scores, instance)
        verdict = problem.check(instance, solution)
        metrics = metrics_of(encoding, scores, instance)
        answers.append(
            replace(own, solution=solution, verdict=verdict, metrics=metrics, raw_seconds=0.0)
        )
    best = _best(answers)
    return replace(best, raw_seconds=best.raw_seconds + perf_counter() - begin)


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


def _best(results: Sequence[Result[Any, Any]]) -> Result[Any, Any]:
    """The first of the answers of the least cost, and what there is to say of all."""
    best = min(results, key=lambda result: result.verdict.rank)
    return replace(
        best,
        raw=results[0].raw,
        raw_seconds=sum(result.raw_seconds for result in results),
        breadth=Breadth(len(results), sum(result.verdict.right for result in results)),
    )
