"""Candidates are others, each once, cheapest first: the cheapest, or the likeliest among them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.listing import listed
from thinkers_tsp.search import candidates
from thinkers_tsp.search.candidates import AT_ONCE, TRIED, prepared

SIZES = st.integers(3, 25) | st.integers(60, 150)


def drawn(kind, cities, seed=0):
    return KINDS[kind](np.random.default_rng(seed), cities)


def costs_of(instance, task):
    """What all legs cost, by the prices of a task; nothing leads from a city to itself."""
    dues = task.dues[:2, : instance.cities]
    return instance.tamed + dues[0, :, None] + dues[1] + np.diag(np.full(instance.cities, np.inf))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), SIZES, st.booleans())
def test_they_are_other_cities_each_once_the_cheapest_first(kind, seed, cities, guided):
    instance = drawn(kind, cities, seed)
    likely = np.random.default_rng(seed).random((cities, cities)) if guided else None
    task = prepared(instance, likely)
    assert task.near.shape == (cities, min(TRIED, cities - 1))
    for city, others in enumerate(task.near.tolist()):
        assert city not in others
        assert len(set(others)) == len(others)
    costs = np.take_along_axis(costs_of(instance, task), task.near, 1)
    np.testing.assert_allclose(task.legs, costs, rtol=1e-12, atol=1e-12 * task.longest)
    assert (np.diff(task.legs) >= -1e-12 * task.longest).all()


def test_directed_ones_are_the_cheapest_of_all_and_others_of_those_listed():
    instance = drawn("asymmetric", 40)
    task = prepared(instance)
    costs = costs_of(instance, task)
    for city in range(40):
        assert set(task.near[city]) == set(costs[city].argsort()[:TRIED])
    instance = drawn("euclidean", 40)
    task, lists = prepared(instance), listed(instance)
    costs = costs_of(instance, task)
    for city in range(40):
        others = lists[city][lists[city] >= 0]
        assert set(task.near[city]) == set(others[costs[city, others].argsort()[:TRIED]])


@pytest.mark.parametrize("kind", ["asymmetric", "symmetric"])
def test_the_likeliest_come_in_however_far_and_the_cheapest_stay(kind):
    instance = drawn(kind, 30)
    farthest = (instance.distances + np.eye(30) * -9).argmax(1)
    likely = np.zeros((30, 30))
    likely[np.arange(30), farthest] = 1.0
    task = prepared(instance, likely)
    cheapest = costs_of(instance, task).argmin(1)
    assert all(farthest[city] in task.near[city] for city in range(30))
    assert all(cheapest[city] in task.near[city] for city in range(30))


@pytest.mark.parametrize("kind", ["asymmetric", "euclidean"])
def test_the_likeliest_listed_pairs_come_in(kind):
    instance = drawn(kind, 60)
    lists = listed(instance)
    last = (lists >= 0).sum(1) - 1
    likely = np.zeros(lists.shape)
    likely[np.arange(60), last] = 1.0
    near = prepared(instance, likely).near
    assert all(lists[city, last[city]] in near[city] for city in range(60))


@pytest.mark.parametrize("likely", [np.zeros((6, 6)), np.full((6, 6), np.inf)])
def test_equal_chances_are_as_good_as_any(likely):
    assert prepared(drawn("asymmetric", 6), likely).near.shape == (6, 5)


def test_they_are_given_up_when_it_is_late():
    instance, asked = drawn("asymmetric", 2 * AT_ONCE + 1), []
    assert prepared(instance, late=lambda: asked.append(0) or len(asked) == 3) is None
    assert len(asked) == 3  # one look before prices, three at lists
    asked.clear()
    assert prepared(instance, late=lambda: asked.append(0) or False) is not None
    assert len(asked) == 4


@pytest.mark.parametrize("metric", ["EUC_2D", "ATT", "GEO", "MAX_2D"])
def test_measured_ways_cost_in_the_kernels_what_they_are(metric, monkeypatch):
    """On the globe but for what rounding adds, and chords are shorter than arcs."""
    from thinkers_tsp.instance import TspInstance
    from thinkers_tsp.measured import Measured

    monkeypatch.setattr(candidates, "MAX_WRITTEN", 20)
    points = np.random.default_rng(0).uniform(0, 30, (40, 2))
    instance = TspInstance(Measured(metric, points))
    task = prepared(instance)
    dues = task.dues[0, :40]
    ways = task.legs - dues[:, None] - dues[task.near]
    np.testing.assert_allclose(ways, instance.legs(np.arange(40)[:, None], task.near), 0.01, 1.5)
