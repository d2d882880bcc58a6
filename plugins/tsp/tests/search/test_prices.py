"""Prices leave the shortest tour the shortest, and make its legs the cheap ones of their cities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from thinkers_tsp.exact import held_karp
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.search.prices import ROUNDS, prices


def never():
    return False


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(3, 40))
def test_they_are_finite_and_the_same_both_ways_where_ways_are(kind, seed, cities):
    instance = KINDS[kind](np.random.default_rng(seed), cities)
    found = prices(instance, never)
    assert found.shape == (2, cities)
    assert np.isfinite(found).all()
    if instance.symmetric:
        np.testing.assert_array_equal(*found)


@pytest.mark.parametrize("cities", [5, 30, 80])
def test_legs_of_the_cheapest_assignment_cost_nothing_and_no_leg_less(cities):
    instance = KINDS["asymmetric"](np.random.default_rng(cities), cities)
    leaving, entering = prices(instance, never)
    costs = instance.distances + leaving[:, None] + entering + np.diag(np.full(cities, 9.0))
    assert costs.min() > -1e-6
    rows, chosen = linear_sum_assignment(instance.distances + np.diag(np.full(cities, 99.0)))
    np.testing.assert_allclose(costs[rows, chosen], 0, atol=1e-6)


def test_of_symmetric_ways_they_rank_the_legs_of_shortest_tours_higher():
    """Summed over both ends of each leg; without prices the rank is that of the length."""
    plain = priced = 0
    for seed in range(20):
        instance = KINDS["symmetric"](np.random.default_rng(seed), 12)
        tour = held_karp(instance.distances[None])[0]
        dues = prices(instance, never)[0]
        away = instance.distances + np.diag(np.full(12, np.inf))
        for one, other in zip(tour, np.roll(tour, -1), strict=True):
            for here, there in ((one, other), (other, one)):
                plain += (away[here] < away[here, there]).sum()
                priced += ((away + dues)[here] < (away + dues)[here, there]).sum()
    assert priced < 0.8 * plain


def test_the_clock_ends_them():
    instance = KINDS["euclidean"](np.random.default_rng(0), 30)
    asked = []
    prices(instance, lambda: asked.append(0) or len(asked) > 5)
    assert len(asked) == 6
    asked.clear()
    prices(instance, lambda: asked.append(0) or False)
    assert len(asked) == ROUNDS
    directed = KINDS["asymmetric"](np.random.default_rng(0), 30)
    assert not prices(directed, lambda: True).any()


@pytest.mark.parametrize("ways", [np.zeros((5, 5)), np.ones((5, 5)) - np.eye(5)])
def test_equal_ways_have_prices(ways):
    assert np.isfinite(prices(TspInstance(ways), never)).all()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(20, 60))
def test_many_cities_at_one_place_have_prices(kind, seed, cities):
    """All list the same few, whose own lists are full."""
    ways = KINDS[kind](np.random.default_rng(seed), cities).tamed
    assert np.isfinite(prices(TspInstance(np.rint(4 * ways / ways.max())), never)).all()
