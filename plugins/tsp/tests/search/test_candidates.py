"""Candidates are others, each once, nearest first: the nearest, or the likeliest among them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.search.candidates import AT_ONCE, NEAREST, candidates


@pytest.mark.parametrize("cities", [3, 8, 40])
@pytest.mark.parametrize("guided", [False, True])
def test_candidates_are_other_cities_each_once_nearest_first(cities, guided):
    rng = np.random.default_rng(0)
    distances = rng.random((cities, cities))
    chances = rng.random((cities, cities)) if guided else None
    for lists, ways in zip(candidates(distances, chances), (distances, distances.T), strict=True):
        assert lists.shape == (cities, min(NEAREST, cities - 1))
        for city, others in enumerate(lists):
            assert city not in others
            assert len(set(others.tolist())) == len(others)
            assert (np.diff(ways[city, others]) >= 0).all()


def test_without_chances_they_are_the_nearest():
    distances = np.random.default_rng(1).random((30, 30))
    leaving, entering = candidates(distances)
    for city in range(30):
        others = np.delete(np.arange(30), city)
        assert set(leaving[city]) == set(others[distances[city, others].argsort()[:NEAREST]])
        assert set(entering[city]) == set(others[distances[others, city].argsort()[:NEAREST]])


def test_the_likeliest_come_in_however_far_and_the_nearest_stay():
    distances = np.random.default_rng(1).random((30, 30))
    farthest = (distances + np.eye(30) * -9).argmax(1)
    chances = np.zeros((30, 30))
    chances[np.arange(30), farthest] = 1.0
    leaving, _ = candidates(distances, chances)
    nearest = (distances + np.eye(30) * 9).argmin(1)
    assert all(farthest[city] in leaving[city] for city in range(30))
    assert all(nearest[city] in leaving[city] for city in range(30))


def test_equal_and_zero_chances_are_as_good_as_any():
    distances = np.ones((6, 6)) - np.eye(6)
    for chances in (np.zeros((6, 6)), np.full((6, 6), np.inf)):
        leaving, entering = candidates(distances, chances)
        assert leaving.shape == entering.shape == (6, 5)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(3, 25) | st.integers(60, 150),
    st.sampled_from([2, 5, 1000]),
    st.booleans(),
)
def test_they_are_as_full_sorting_says_with_equal_ways_in_order(seed, cities, values, guided):
    rng = np.random.default_rng(seed)
    distances = rng.integers(0, values, (cities, cities)).astype(float)
    chances = rng.integers(0, 4, (cities, cities)).astype(float) if guided else None
    lists, _ = candidates(distances, chances)
    for city, found in enumerate(lists.tolist()):
        others = [other for other in range(cities) if other != city]
        nearest = sorted(others, key=lambda other: distances[city, other])
        place = {other: 2 * rank + 1 for rank, other in enumerate(nearest)}
        if guided:
            likeliest = sorted(others, key=lambda other: -chances[city, other])
            for rank, other in enumerate(likeliest):
                place[other] = min(place[other], 2 * rank)
        chosen = sorted(others, key=place.get)[:NEAREST]
        assert found == sorted(chosen, key=nearest.index)


def test_they_are_given_up_when_it_is_late():
    distances, asked = np.random.default_rng(0).random((2 * AT_ONCE + 1,) * 2), []
    assert candidates(distances, late=lambda: asked.append(0) or len(asked) == 5) is None
    assert len(asked) == 5  # three looks for each direction
    asked.clear()
    assert candidates(distances, late=lambda: asked.append(0) or False) is not None
    assert len(asked) == 6
