"""The batch of a step follows from recipe, step and rank alone, and holds labelled instances."""

from collections import Counter

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.problem import Problem
from thinkers.training.data import TRAIN, Feed, prepare
from thinkers.training.recipe import Group

PROBLEM = PrefixSums()


@pytest.fixture
def feed(recipe_with):
    """A feed of the tiny recipe with changes to its data."""

    def make(rank=0, seed=3, **data):
        return Feed(recipe_with(seed=seed, data=data), PROBLEM, "centred", rank)

    return make


def test_a_batch_holds_instances_of_the_training_set_with_their_labels(feed):
    [whole] = prepare(PROBLEM, "centred", [Group(count=40, params={"bits": 8})], 3, TRAIN)
    known = {row.tobytes() for row in whole.inputs}
    batch = feed().batch(5)
    assert batch.inputs.shape == (8, 1, 8)
    assert {row.tobytes() for row in batch.inputs} <= known
    assert np.array_equal(batch.targets, (batch.inputs[:, 0] > 0).cumsum(1) % 2)
    assert batch.mask.all()


def test_a_batch_does_not_depend_on_those_before_it(feed, assert_same):
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


def sizes(feed, steps):
    return [feed.batch(step).inputs.shape[-1] for step in steps]


def test_a_group_joins_after_its_share_of_the_steps(feed):
    groups = [
        {"count": 10, "params": {"bits": 3}},
        {"count": 10, "params": {"bits": 5}, "begin": 0.5, "weight": 1000.0},
    ]
    with feed(train=groups) as given:  # of 20 steps
        assert set(sizes(given, range(10))) == {3}
        assert set(sizes(given, range(10, 20))) == {5}


def test_a_batch_of_positions_holds_fewer_of_the_large(feed):
    groups = [
        {"count": 10, "params": {"bits": [3, 40]}},
        {"fresh": True, "params": {"bits": [10, 100]}},
    ]
    with feed(train=groups, batch=None, positions=60) as given:
        shapes = {given.batch(step).inputs.shape for step in range(60)}
    assert shapes == {(20, 1, 3), (1, 1, 40), (6, 1, 10), (1, 1, 100)}


def assert_parities(batch):
    assert np.array_equal(batch.targets, (batch.inputs[:, 0] > 0).cumsum(1) % 2)


def test_fresh_batches_are_labelled_differ_and_come_again(feed, tmp_path, monkeypatch, assert_same):
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path / "none"))
    fresh = [{"fresh": True, "params": {"bits": 30}}]
    first, again = feed(train=fresh), feed(train=fresh)
    batches = [first.batch(step) for step in range(4)]
    assert len({row.tobytes() for batch in batches for row in batch.inputs}) == 4 * 8
    for step in reversed(range(4)):
        assert_parities(batches[step])
        assert_same(again.batch(step), batches[step])
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("how", [{"count": 1}, {"fresh": True}])
def test_augmented_batches_are_other_instances_with_right_labels(feed, how, assert_same):
    group = [{**how, "params": {"bits": 30}}]
    plain, augmented = feed(train=group).batch(3), feed(train=group, augment=True).batch(3)
    assert_parities(augmented)
    assert len({row.tobytes() for row in augmented.inputs}) == 8
    assert not np.array_equal(plain.inputs, augmented.inputs)
    assert_same(augmented, feed(train=group, augment=True).batch(3))


def test_augmenting_a_problem_without_symmetries_is_refused(recipe_with):
    class Plain(PrefixSums):
        augment = Problem.augment

    with pytest.raises(ConfigError, match="prefix_sums has no augmentation") as raised:
        Feed(recipe_with(data={"augment": True}), Plain(), "centred")
    assert raised.value.hint == "leave out data.augment"
