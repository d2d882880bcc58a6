"""Constructions follow their rule; refining never lengthens, and leaves no move that helps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.generator import KINDS
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.local_search import farthest_insertion, nearest_neighbour, refine

FEW = settings(max_examples=50, deadline=None)
KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)


def neighbours(tour, symmetric):
    """Every tour that one move makes: adjacent parts exchanged, and turned when symmetric."""
    for turn in range(len(tour)):
        cycle = tour[turn:] + tour[:turn]
        for first in range(1, len(tour)):
            if symmetric:
                yield cycle[:first][::-1] + cycle[first:]
            for second in range(first + 1, len(tour)):
                segment, passed, rest = cycle[:first], cycle[first:second], cycle[second:]
                if not symmetric:
                    yield passed + segment + rest
                elif first <= 3:
                    yield passed + segment + rest
                    yield passed + segment[::-1] + rest


@FEW
@given(KIND, SEED, st.integers(3, 8))
def test_refine_never_lengthens_and_leaves_no_move_that_helps(kind, seed, cities):
    rng = np.random.default_rng(seed)
    instance = KINDS[kind](rng, cities)
    start = rng.permutation(cities)
    tour = refine(instance, start)
    length = instance.length(tour)
    assert sorted(tour.tolist()) == list(range(cities))
    assert length <= instance.length(start) + 1e-12
    for other in neighbours(tour.tolist(), instance.symmetric):
        assert instance.length(np.array(other)) >= length - 1e-9


def test_refine_undoes_a_crossing():
    corners = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    instance = TspInstance(np.abs(corners[:, None] - corners).sum(-1))
    assert instance.length(np.array([0, 1, 2, 3])) == 6
    assert instance.length(refine(instance, np.array([0, 1, 2, 3]))) == 4


@pytest.mark.parametrize("distances", [np.zeros((5, 5)), np.ones((5, 5)) - np.eye(5)])
def test_refine_ends_where_all_tours_are_equal(distances):
    np.testing.assert_array_equal(refine(TspInstance(distances), np.arange(5)), np.arange(5))


@FEW
@given(KIND, SEED, st.integers(3, 9), st.data())
def test_nearest_neighbour_always_goes_to_the_nearest(kind, seed, cities, data):
    distances = KINDS[kind](np.random.default_rng(seed), cities).distances
    start = data.draw(st.integers(0, cities - 1))
    tour = nearest_neighbour(distances, start).tolist()
    assert tour[0] == start
    for step, here in enumerate(tour[:-1]):
        left = tour[step + 1 :]
        assert distances[here, left[0]] == min(distances[here, city] for city in left)


@FEW
@given(KIND, SEED, st.integers(3, 9))
def test_farthest_insertion_visits_all(kind, seed, cities):
    distances = KINDS[kind](np.random.default_rng(seed), cities).distances
    assert sorted(farthest_insertion(distances).tolist()) == list(range(cities))


def test_farthest_insertion_by_hand():
    """On a line the two ends come first, then each city where it costs nothing."""
    places = np.array([3.0, 0.0, 10.0, 6.0, 1.0])
    distances = np.abs(places[:, None] - places)
    assert TspInstance(distances).length(farthest_insertion(distances)) == 20.0
