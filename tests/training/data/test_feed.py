"""The batch of a step follows from recipe, step and rank alone, and holds labelled instances."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from multiprocessing import active_children
from pathlib import Path

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, SolveError
from thinkers.problems.encoding import Encoding
from thinkers.training.data import TRAIN, Feed, prepare
from thinkers.training.data.feed import AHEAD
from thinkers.training.recipe import Group
from thinkers.training.task import Task

PROBLEM = PrefixSums()
TASK = Task(PROBLEM, "centred")


@pytest.fixture
def feed(recipe_with):
    """A feed of the tiny recipe with changes to its data."""

    def make(rank=0, seed=3, **data):
        return Feed(recipe_with(seed=seed, data=data), TASK, rank)

    return make


def test_a_batch_holds_instances_of_the_training_set_with_their_labels(feed):
    [[whole]] = prepare(TASK, [Group(count=40, params={"bits": 8})], 3, TRAIN)
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


def test_factors_count_from_the_next_step_on_and_leave_other_groups_out(feed):
    groups = [
        {"count": 10, "params": {"bits": [3, 4]}},
        {"count": 10, "params": {"bits": 5}, "begin": 0.5},
    ]
    with feed(train=groups) as given:  # of 20 steps
        assert set(sizes(given, range(10))) == {3, 4}
        given.weigh([1e-9, 1.0, 1e-9])
        assert set(sizes(given, range(20))) == {4}


def test_a_probe_of_each_source_comes_in_the_order_of_the_recipe(feed, assert_same):
    groups = [{"fresh": True, "params": {"bits": [30, 20]}}, {"count": 10, "params": {"bits": 5}}]
    with feed(train=groups) as given:
        probes = given.probes()
        assert [probe.inputs.shape[-1] for probe in probes] == [30, 20, 5]
        for probe, again in zip(probes, given.probes(), strict=True):
            assert_same(probe, again)


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
    class Plain(CentredEncoding):
        augment = Encoding.augment

    class Rigid(PrefixSums):
        encodings = {"centred": Plain()}

    with pytest.raises(ConfigError, match="prefix_sums has no augmentation") as raised:
        Feed(recipe_with(data={"augment": True}), Task(Rigid(), "centred"))
    assert raised.value.hint == "leave out data.augment"


@pytest.fixture
def doomed_feed(recipe_with, doomed):
    """A feed of batches of five rows of nine bits, some of which are doomed, and the next doom."""

    def make(workers):
        groups = [
            {"fresh": True, "params": {"bits": 9}, "weight": 3.0},
            {"count": 10, "params": {"bits": 5}},
        ]
        recipe = recipe_with(data={"train": groups, "batch": 5, "augment": True})
        return Feed(recipe, Task(doomed.Doomed(), "centred"), workers=workers)

    return make


def first_doomed(monkeypatch, feed, steps=20):
    """The first step whose batch holds a doomed row, found by meeting its fate."""
    monkeypatch.setenv("MINI_DOOM", "raise")
    for step in range(steps):
        try:
            feed.batch(step)
        except SolveError:
            return step
    raise AssertionError("choose another seed")


def test_workers_make_the_batches_that_the_main_process_makes(doomed_feed, assert_same):
    with doomed_feed(workers=0) as alone, doomed_feed(workers=2) as together:
        kinds = set()
        for step in [*range(12), 19, 3, 3, 25]:
            batch = together.batch(step)
            kinds.add(batch.inputs.shape)
            assert_same(batch, alone.batch(step))
            assert len(together._made) + together._workers.pending <= 2 * AHEAD + 1
    assert len(kinds) == 2
    assert active_children() == []


def test_workers_make_no_difference_when_sources_are_weighed_anew(doomed_feed, assert_same):
    kinds = []
    with doomed_feed(workers=0) as alone, doomed_feed(workers=2) as together:
        for step in range(18):
            if step in {4, 5, 11}:
                for given in (alone, together):
                    given.weigh([1.0, 30.0] if step == 5 else [1.0, 1.0])
            batch = together.batch(step)
            assert_same(batch, alone.batch(step))
            kinds.append(batch.inputs.shape[-1])
    assert kinds[5:11].count(5) > kinds[11:].count(5)
    assert active_children() == []


def test_a_worker_that_is_killed_costs_nothing(doomed_feed, assert_same):
    with doomed_feed(workers=0) as alone:
        expected = [alone.batch(step) for step in range(8)]
    with doomed_feed(workers=1) as together:
        for step, batch in enumerate(expected):
            if step == 2:
                [worker] = active_children()
                os.kill(worker.pid, signal.SIGKILL)
            assert_same(together.batch(step), batch)
    assert active_children() == []


@pytest.mark.parametrize("workers", [0, 1])
def test_a_batch_that_cannot_be_made_is_named_when_its_turn_comes(
    doomed_feed, monkeypatch, workers
):
    step = first_doomed(monkeypatch, doomed_feed(workers=0))
    with doomed_feed(workers) as feed:
        for earlier in range(step):
            feed.batch(earlier)
        with pytest.raises(SolveError, match="six ones in a row") as raised:
            feed.batch(step)
    assert str(raised.value) == (
        f"cannot make the batch of step {step} (seed [3, {step}, 0]): ValueError: six ones in a row"
    )
    assert raised.value.hint == "go on with --resume once that is mended"
    assert active_children() == []


def test_a_batch_that_kills_every_worker_is_named(doomed_feed, monkeypatch):
    step = first_doomed(monkeypatch, doomed_feed(workers=0))
    monkeypatch.setenv("MINI_DOOM", "die")
    monkeypatch.setattr("thinkers.training.processes.pool.TRIES", 1)
    with doomed_feed(workers=1) as feed, pytest.raises(SolveError, match="signal 9") as raised:
        feed.batch(step)
    assert str(raised.value).startswith(f"cannot make the batch of step {step} (seed [3, {step}")
    assert "died of it, the last of signal 9" in str(raised.value)


def test_stored_sets_need_no_process(feed):
    with feed() as given:
        given.batch(0)
        assert active_children() == []


SCRIPT = """
import os, signal, sys, time
from multiprocessing import active_children
from thinkers_prefix_sums.problem import PrefixSums
from thinkers.training.data import Feed
from thinkers.training.recipe import Recipe
from thinkers.training.task import Task

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell ignores it
    recipe = Recipe.of(eval(sys.argv[1]))
    with Feed(recipe, Task(PrefixSums(), "centred"), workers=1) as feed:
        feed.batch(0)
        print(*[child.pid for child in active_children()], flush=True)
        time.sleep(600)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_main_process(recipe_with, tmp_path, end):
    recipe = recipe_with(data={"train": [{"fresh": True, "params": {"bits": 9}}]})
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    main = subprocess.Popen(
        [sys.executable, script, repr(recipe.model_dump(mode="json"))],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    worker = int(main.stdout.readline())
    os.killpg(main.pid, end) if end == signal.SIGINT else os.kill(main.pid, end)
    _, err = main.communicate(timeout=60)
    assert main.returncode == -end, err
    assert err.count("Traceback") == (end == signal.SIGINT)
    for _ in range(600):
        if not Path(f"/proc/{worker}").exists() or is_zombie(worker):
            return
        time.sleep(0.1)
    raise AssertionError("the worker lives on")


def is_zombie(pid):
    """Whether it has ended, and waits for the system to notice: its parent is gone."""
    status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    return status.rpartition(")")[2].split()[0] == "Z"
