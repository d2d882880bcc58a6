"""A pool holds so many instances, forgets random ones, and keeps each one's thought with it."""

import numpy as np
import pytest
import torch

from thinkers.training.step.pool import Pool
from thinkers.training.step.rows import Carried, Rows


def instances(*numbers):
    """Instances of three positions that carry their number as input, target and rounds."""
    each = torch.tensor(numbers)[:, None].expand(-1, 3)
    return Rows(each[:, None].float(), torch.ones(each.shape, dtype=torch.bool), each, each.int())


def numbers_of(pool):
    rows, _ = pool.part(np.arange(len(pool)))
    assert torch.equal(rows.inputs[:, 0].long(), rows.targets)
    assert torch.equal(rows.decidable_from.long(), rows.targets)
    assert rows.interim_targets is None
    return rows.targets[:, 0].tolist()


def think(pool, places, iterations=1):
    """Every thought counts its iterations and holds the number of its instance."""
    rows, carried = pool.part(places)
    before = torch.zeros(len(rows.inputs)) if carried is None else carried.iterations
    thought = torch.stack([rows.inputs[:, 0, 0], before + iterations], 1)
    pool.keep(places, Carried(thought, before.long() + iterations))


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_it_fills_and_then_random_instances_leave(rng):
    pool = Pool(5)
    pool.admit(instances(1, 2, 3), rng)
    pool.admit(instances(4, 5, 6), rng)
    assert len(pool) == 5
    assert sorted(numbers_of(pool))[-3:] == [4, 5, 6]
    left = set()
    for seed in range(50):
        one = Pool(3)
        one.admit(instances(1, 2, 3), rng)
        one.admit(instances(4), np.random.default_rng(seed))
        left |= {1, 2, 3} - set(numbers_of(one))
    assert left == {1, 2, 3}


def test_of_more_than_it_holds_it_takes_the_first(rng):
    pool = Pool(2)
    pool.admit(instances(1, 2, 3), rng)
    pool.admit(instances(4, 5, 6), rng)
    assert numbers_of(pool) == [4, 5]


def test_a_thought_stays_with_its_instance_and_new_ones_have_none(rng):
    pool = Pool(4)
    pool.admit(instances(1, 2), rng)
    assert pool.part(np.arange(2))[1] is None
    think(pool, np.array([1]))
    for number in range(3, 40):
        pool.admit(instances(number), rng)
        think(pool, pool.some(2, rng))
        rows, carried = pool.part(np.arange(len(pool)))
        had = carried.iterations > 0
        assert carried.fresh == (not had.all())
        assert torch.equal(carried.thought[had, 0], rows.inputs[had, 0, 0])
        assert torch.equal(carried.thought[:, 1].long(), carried.iterations)
        assert carried.iterations[numbers_of(pool).index(number)] <= 1


def test_an_instance_is_met_as_often_as_there_are_segments_in_the_mean(rng):
    pool, segments, met = Pool(20), 6, torch.zeros(2000)
    for step in range(200):
        pool.admit(instances(*range(10 * step, 10 * step + 10)), rng)
        for _ in range(segments):
            places = pool.some(10, rng)
            met[pool.part(places)[0].targets[:, 0]] += 1
            think(pool, places)
    assert met[:1900].mean() == pytest.approx(segments, rel=0.05)
    assert met.max() > 3 * segments


def test_without_room_for_more_than_a_batch_all_go_on_in_order(rng):
    pool = Pool(3)
    pool.admit(instances(1, 2, 3), rng)
    rows, _ = pool.part(pool.some(3, rng))
    assert rows.targets[:, 0].tolist() == [1, 2, 3]
    pool.admit(instances(4, 5, 6), rng)
    assert numbers_of(pool) == [4, 5, 6]


def test_places_are_random_and_never_twice_the_same(rng):
    pool = Pool(8)
    pool.admit(instances(*range(8)), rng)
    seen = [tuple(pool.some(4, rng).tolist()) for _ in range(20)]
    assert all(len(set(places)) == 4 for places in seen)
    assert len(set(seen)) > 10


def test_a_loaded_pool_goes_on_as_the_one_that_was_saved(rng):
    pool, twin = Pool(4), Pool(4)
    pool.admit(instances(1, 2, 3, 4), rng)
    think(pool, np.array([0, 2]))
    twin.load({name: value.clone() for name, value in pool.state().items()}, torch.device("cpu"))
    for one in (pool, twin):
        again = np.random.default_rng(7)
        one.admit(instances(5, 6), again)
        think(one, one.some(3, again))
    assert set(pool.state()) == set(twin.state())
    for name, value in pool.state().items():
        assert torch.equal(value, twin.state()[name]), name
