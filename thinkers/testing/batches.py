"""Contract tests of a problem's batches, and of what its methods leave alone."""

from copy import deepcopy
from functools import partial
from typing import Any

import numpy as np

from thinkers.engine.batching import by_shape
from thinkers.problems.effort import Effort
from thinkers.problems.marks import Marks
from thinkers.problems.problem import Problem
from thinkers.problems.sound import require_sound
from thinkers.settings import Settings
from thinkers.testing.contract import about, require
from thinkers.testing.problems import random_scores
from thinkers.testing.samples import draw, labelled, rng

AnyProblem = Problem[Any, Any]


@about("encode")
def batches_are_sound(problem: AnyProblem, params: Settings) -> None:
    """Inputs are finite, some position counts, and targets are choices that the mask leaves.

    The first batch of a training is held to the same.
    """
    for encoding in problem.encodings.values():
        for instance, solution in [problem.toy(), *labelled(problem, draw(problem, params))]:
            require_sound(encoding, encoding.encode([instance], [solution]))


@about("label", "check", "encode", "decode", "draw", "traits")
def instances_are_left_alone(problem: AnyProblem, params: Settings) -> None:
    """What labels, checks, encodes, decodes or draws an instance leaves it as it was."""
    for instance in draw(problem, params):
        before = problem.describe(instance)

        def same(method: str, instance: Any = instance, before: Any = before) -> None:
            rule = f"{method} leaves its instance as it was"
            require(problem.describe(instance) == before, rule)

        [solution] = problem.label([instance])
        same("label")
        answer = deepcopy(solution)
        problem.check(instance, answer)
        same("check")
        problem.draw(instance, answer, Marks())
        same("draw")
        for encoding in problem.encodings.values():
            encoding.encode([instance], [solution])
            same("encode")
            encoding.decode(random_scores(encoding, instance, rng()), instance)
            same("decode")


@about("decode", "decode_each", "accuracy", "confidence", "heat", "refine")
def scores_are_left_alone(problem: AnyProblem, params: Settings) -> None:
    """What reads scores does not write to them: the same are read again after it."""
    instance = draw(problem, params)[0]
    for encoding in problem.encodings.values():
        scores = random_scores(encoding, instance, rng())
        before, answer = scores.copy(), encoding.decode(scores.copy(), instance)
        reads = {
            "decode": partial(encoding.decode, scores, instance),
            "decode_each": partial(encoding.decode_each, scores[None], [instance]),
            "accuracy": partial(encoding.accuracy, scores, instance),
            "confidence": partial(encoding.confidence, scores, instance),
            "heat": partial(encoding.heat, scores, instance),
            "refine": partial(problem.refine, instance, answer, Effort(), scores),
        }
        for method, read in reads.items():
            read()
            require(np.array_equal(scores, before), f"{method} leaves the scores as they were")


@about("decode", "decode_each")
def several_decode_alike(problem: AnyProblem, params: Settings) -> None:
    """Answers that are decoded together are those of each alone."""
    chance, drawn = rng(), draw(problem, params)
    for encoding in problem.encodings.values():
        for several in by_shape(encoding, drawn).values():
            instances = [drawn[number] for number in several]
            scores = [random_scores(encoding, instance, chance) for instance in instances]
            alone = [encoding.decode(*each) for each in zip(scores, instances, strict=True)]
            together = encoding.decode_each(np.stack(scores), instances)
            found, expected = (
                [problem.describe_solution(answer) for answer in answers]
                for answers in (together, alone)
            )
            require(found == expected, "decode_each gives the answers of decode")


@about("traits")
def kinds_are_told_alike(problem: AnyProblem, params: Settings) -> None:
    """The same instance is of the same kind each time it is asked."""
    for instance in [problem.toy()[0], *draw(problem, params)]:
        first, again = problem.traits(instance), problem.traits(instance)
        require(first == again, "an instance is of the same kind each time")


RULES = (
    batches_are_sound,
    instances_are_left_alone,
    scores_are_left_alone,
    several_decode_alike,
    kinds_are_told_alike,
)
