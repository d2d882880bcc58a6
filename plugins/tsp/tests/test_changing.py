"""A changed instance differs from the first in one city or in two distances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.changing import changed
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS

MANY = settings(max_examples=100, deadline=None)
SEED, CITIES = st.integers(0, 2**32), st.integers(3, 20)
STRAIGHT = sorted(kind for kind in KINDS if KINDS[kind](np.random.default_rng(0), 5).straight)


@MANY
@given(st.sampled_from(STRAIGHT), SEED, CITIES)
def test_at_most_one_city_lies_elsewhere_and_ways_stay_straight(kind, seed, cities):
    rng = np.random.default_rng(seed)
    first = KINDS[kind](rng, cities)
    second = changed(first, rng)
    moved = (first.coordinates != second.coordinates).any(1)
    assert moved.sum() <= 1
    assert second.straight
    assert (second.coordinates >= first.coordinates.min(0)).all()
    assert (second.coordinates <= first.coordinates.max(0)).all()


@MANY
@given(st.sampled_from(sorted(set(KINDS) - set(STRAIGHT))), SEED, CITIES)
def test_distances_are_the_same_ones_at_other_places_and_as_symmetric(kind, seed, cities):
    rng = np.random.default_rng(seed)
    first = KINDS[kind](rng, cities)
    second = changed(first, rng)
    differ = first.distances != second.distances
    assert differ.sum() <= (4 if first.symmetric else 2)
    np.testing.assert_array_equal(
        np.sort(first.distances, axis=None), np.sort(second.distances, axis=None)
    )
    assert not second.distances.diagonal().any()
    assert second.symmetric or not first.symmetric


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_most_changes_change_something(kind):
    rng = np.random.default_rng(0)
    first = KINDS[kind](rng, 8)
    others = [changed(first, rng) for _ in range(20)]
    assert sum(not np.array_equal(one.distances, first.distances) for one in others) > 10


def test_names_stay():
    square = TspInstance.of([[0, 0], [0, 1], [1, 1], [1, 0]], "square")
    named = TspInstance(square.distances, square.coordinates, "square", ("a", "b", "c", "d"))
    again = changed(named, np.random.default_rng(0))
    assert (again.name, again.names) == ("square", named.names)
