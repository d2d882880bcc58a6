"""A shortest tour keeps within the first level that holds one; taming changes no such tour."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.exact import held_karp
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.levels import levels, tamed

MANY = settings(max_examples=200, deadline=None)
SEED, CITIES, SHARE = st.integers(0, 2**32), st.integers(3, 8), st.floats(0, 0.8)
HUGE = st.lists(st.sampled_from([1.0, 1e2, 1e4, 1e9, 1e13, 1e30, 1e99]), min_size=1, max_size=2)


def matrix(seed, cities, huge, share):
    """Random distances, a share of them forbidden by one of some huge numbers."""
    rng = np.random.default_rng(seed)
    distances = rng.random((cities, cities))
    forbidden = rng.random((cities, cities)) < share
    distances[forbidden] = rng.choice(huge, forbidden.sum())
    return TspInstance(distances).distances


def longest_leg(distances, tour):
    return distances[tour, np.roll(tour, -1)].max()


@MANY
@given(SEED, CITIES, HUGE, SHARE)
def test_the_best_tour_keeps_within_the_first_level_that_holds_one(seed, cities, huge, share):
    distances = matrix(seed, cities, huge, share)
    found = levels(distances)
    assert found == sorted(set(found))
    assert found[-1] == distances.max()
    fewest_beyond = (held_karp(np.where(distances <= level, 0.0, 1.0)[None])[0] for level in found)
    first = next(
        level
        for level, tour in zip(found, fewest_beyond, strict=True)
        if longest_leg(distances, tour) <= level
    )
    assert longest_leg(distances, held_karp(distances[None])[0]) <= first


@MANY
@given(SEED, CITIES, HUGE, SHARE)
def test_taming_keeps_order_and_short_legs_and_is_bounded(seed, cities, huge, share):
    distances = matrix(seed, cities, huge, share)
    mild = tamed(distances)
    level = next(level for level in levels(distances) if level > 0)
    np.testing.assert_array_equal(mild[distances <= level], distances[distances <= level])
    order = distances.ravel().argsort(kind="stable")
    assert (np.diff(mild.ravel()[order]) >= 0).all()
    assert mild.max() <= max(4 * cities * level, 1)
    best = held_karp(distances[None])[0]
    if longest_leg(distances, best) <= level:
        again = held_karp(mild[None])[0]
        instance = TspInstance(distances)
        np.testing.assert_allclose(instance.length(again), instance.length(best), rtol=1e-12)


@MANY
@given(st.sampled_from(sorted(set(KINDS) - {"forbidden"})), SEED, st.integers(5, 30))
def test_ordinary_distances_are_left_alone(kind, seed, cities):
    distances = KINDS[kind](np.random.default_rng(seed), cities).distances
    assert tamed(distances) is distances


def test_a_level_by_hand():
    ring = np.roll(np.eye(4), 1, axis=1)
    distances = np.where(ring == 1, 2.0, 1e9) * (1 - np.eye(4))
    assert levels(distances) == [2.0, 1e9]
    assert tamed(distances).max() == 16.0  # 2 n times as long as the longest that is allowed
    broken = distances.copy()
    broken[3, 0] = 1e9  # city 0 cannot be reached any more
    assert levels(broken) == [1e9]
    assert tamed(broken) is broken
    assert levels(np.zeros((3, 3))) == [0.0]
