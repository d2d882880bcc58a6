"""Candidates are others, each once, nearest first: the nearest, or the likeliest among them."""

import numpy as np
import pytest
from thinkers_tsp.search.candidates import MOST, candidates


@pytest.mark.parametrize("cities", [3, 8, 40])
@pytest.mark.parametrize("guided", [False, True])
def test_candidates_are_other_cities_each_once_nearest_first(cities, guided):
    rng = np.random.default_rng(0)
    distances = rng.random((cities, cities))
    chances = rng.random((cities, cities)) if guided else None
    for lists, ways in zip(candidates(distances, chances), (distances, distances.T), strict=True):
        assert lists.shape == (cities, min(MOST, cities - 1))
        for city, others in enumerate(lists):
            assert city not in others
            assert len(set(others.tolist())) == len(others)
            assert (np.diff(ways[city, others]) >= 0).all()


def test_without_chances_they_are_the_nearest():
    distances = np.random.default_rng(1).random((30, 30))
    leaving, entering = candidates(distances)
    for city in range(30):
        others = np.delete(np.arange(30), city)
        assert set(leaving[city]) == set(others[distances[city, others].argsort()[:MOST]])
        assert set(entering[city]) == set(others[distances[others, city].argsort()[:MOST]])


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
