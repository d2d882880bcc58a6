"""Answers to begin from: the user's own, read from a file beside its instances."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from thinkers.errors import InvalidInstanceError
from thinkers.scoring.identity import digest_of
from thinkers.scoring.runs import AnyProblem


def read_starts(path: Path, problem: AnyProblem, instances: Sequence[Any]) -> list[Any]:
    """For each instance the file's answer to it, or None where it has none.

    Raises:
        InvalidInstanceError: What is wrong with the file; or it has no answer to any of them, or
            one that is not allowed.
    """
    answered = zip(problem.read(path), problem.read_answers(path), strict=True)
    found = {
        digest_of(problem, instance): answer for instance, answer in answered if answer is not None
    }
    starts = [found.get(digest_of(problem, instance)) for instance in instances]
    if all(start is None for start in starts):
        raise InvalidInstanceError(f"{path} holds no answer to any of these instances")
    for place, (instance, start) in enumerate(zip(instances, starts, strict=True)):
        if start is not None and not (verdict := problem.check(instance, start)).feasible:
            reason = verdict.reason or "it is not allowed"
            raise InvalidInstanceError(f"{path}: the start of instance {place}: {reason}")
    return starts
