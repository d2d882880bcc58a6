"""Contract tests of a problem's augmentation."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem
from thinkers.settings import Settings
from thinkers.testing.contract import about, require, skip_unless
from thinkers.testing.problems import global_state, require_targets, sure
from thinkers.testing.samples import draw, labelled, rng

AnyProblem = Problem[Any, Any]
AnyEncoding = Encoding[Any, Any]

POOL = 100
"""Generated instances whose right answers are known to the check."""

ROUNDS = 20
"""How often each batch is augmented."""


@about("augment")
def augmented_batches_fit(problem: AnyProblem, params: Settings) -> None:
    """Augmented batches are valid, and the batch they come from stays as it is."""
    for encoding in problem.encodings.values():
        for instance, solution in labelled(problem, draw(problem, params)):
            batch, untouched = (encoding.encode([instance], [solution]) for _ in range(2))
            before = global_state()
            first = encoding.augment(batch, rng())
            require(before == global_state(), "augment leaves global random state alone")
            require(_same(batch, untouched), "augment leaves the batch it is given alone")
            again = encoding.augment(batch, rng())
            require(_same(first, again), "the same random numbers augment alike")
            require(bool(np.isfinite(first.inputs).all()), "augmented inputs are finite")
            require_targets(first, encoding.signature)


@about("augment")
def augmented_labels_are_right(problem: AnyProblem, params: Settings) -> None:
    """Where augmenting leads to the inputs of a known instance, the targets are an answer to it.

    Symmetries of small instances lead to others soon, so the smallest are tried as well.
    """
    own = [each for each in problem.encodings.values() if _augments(each)]
    skip_unless(bool(own), "no encoding augments")
    for encoding in own:
        for chosen in (params, _smallest(problem, params)):
            _require_right_labels(problem, encoding, chosen)


def _augments(encoding: AnyEncoding) -> bool:
    return type(encoding).augment is not Encoding.augment


def _smallest(problem: AnyProblem, params: Settings) -> Settings:
    """The same options with the smallest size that they allow."""
    if problem.size_option is not None:
        values = params.model_dump()
        for size in range(1, values[problem.size_option]):
            with suppress(ConfigError):
                return type(params).of({**values, problem.size_option: size})
    return params


def _require_right_labels(problem: AnyProblem, encoding: AnyEncoding, params: Settings) -> None:
    pool = [problem.toy()[0], *draw(problem, params, POOL)]
    known = {_key(encoding.encode([one]).inputs): one for one in pool}
    for batch in _augmented(problem, encoding, params):
        instance = known.get(_key(batch.inputs))
        if instance is None:
            continue
        scores = sure(np.asarray(batch.targets)[0], encoding.signature)
        [label] = problem.label([instance])
        answers = (encoding.decode(scores, instance), label)
        cost, best = (problem.check(instance, answer).cost for answer in answers)
        require(bool(np.isclose(cost, best)), f"augmented labels stay right: {cost} for {best}")


def _augmented(problem: AnyProblem, encoding: AnyEncoding, params: Settings) -> Iterator[Batch]:
    """Walks of augmentations from the toy and a few instances."""
    numbers = rng()
    for instance, solution in [problem.toy(), *labelled(problem, draw(problem, params))]:
        batch = encoding.encode([instance], [solution])
        for _ in range(ROUNDS):
            batch = encoding.augment(batch, numbers)
            yield batch


def _same(first: Batch, second: Batch) -> bool:
    pairs = ((getattr(one, name) for one in (first, second)) for name in vars(first))
    return all(np.array_equal(left, right) for left, right in pairs)


def _key(inputs: NDArray[np.float32]) -> tuple[tuple[int, ...], bytes]:
    return inputs.shape, (inputs + np.float32(0)).tobytes()  # minus zero becomes zero


RULES: tuple[Callable[[AnyProblem, Settings], None], ...] = (
    augmented_batches_fit,
    augmented_labels_are_right,
)
