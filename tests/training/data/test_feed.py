"""The batch of a step follows from recipe, step and rank alone, and holds labelled instances."""

from collections import Counter

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.training.data import TRAIN, Feed, prepare

PROBLEM = PrefixSums()


@pytest.fixture
def feed(recipe_with):
    """A feed of the tiny recipe with changes to its data."""

    def make(rank=0, seed=3, **data):
        return Feed(recipe_with(seed=seed, data=data), PROBLEM, "centred", rank)

    return make


def assert_same(first, second):
    for name in ("inputs", "mask", "targets"):
        before, after = getattr(first, name), getattr(second, name)
        assert before.dtype == after.dtype
        assert np.array_equal(before, after)


def test_a_batch_holds_instances_of_the_training_set_with_their_labels(feed):
    [whole] = prepare(PROBLEM, "centred", feed()._recipe.data.train, 3, TRAIN)
    known = {row.tobytes() for row in whole.inputs}
    batch = feed().batch(5)
    assert batch.inputs.shape == (8, 1, 8)
    assert {row.tobytes() for row in batch.inputs} <= known
    assert np.array_equal(batch.targets, (batch.inputs[:, 0] > 0).cumsum(1) % 2)
    assert batch.mask.all()


def test_a_batch_does_not_depend_on_those_before_it(feed):
    one, other = feed(), feed()
    forwards = [one.batch(step) for step in range(5)]
    backwards = [other.batch(step) for step in reversed(range(5))]
    for first, second in zip(forwards, reversed(backwards), strict=True):
        assert_same(first, second)


def test_steps_ranks_and_seeds_have_batches_of_their_own(feed):
    batches = [
        feed().batch(0), feed().batch(1), feed(rank=1).batch(0), feed(seed=4).batch(0)
    ]  # fmt: skip
    assert len({batch.inputs.tobytes() for batch in batches}) == 4


def test_combinations_come_by_weight(feed):
    groups = [
        {"count": 10, "params": {"bits": [3, 4]}, "weight": 1.0},
        {"count": 10, "params": {"bits": 5}, "weight": 6.0},
    ]
    with feed(train=groups) as given:
        seen = Counter(given.batch(step).inputs.shape[-1] for step in range(800))
    for bits, share in ((3, 1 / 8), (4, 1 / 8), (5, 6 / 8)):
        assert abs(seen[bits] - 800 * share) < 4 * np.sqrt(800 * share * (1 - share))
