"""Constructions follow their rule, and visit all cities."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS

FEW = settings(max_examples=50, deadline=None)
KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)


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
