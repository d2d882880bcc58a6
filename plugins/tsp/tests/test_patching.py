"""Patched assignments are tours, no shorter than the assignment, and it where that is a tour."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.patching import patched


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(3, 40))
def test_they_are_tours_no_shorter_than_the_assignment(kind, seed, cities):
    instance = KINDS[kind](np.random.default_rng(seed), cities)
    tour = patched(instance)
    assert sorted(tour.tolist()) == list(range(cities))
    away = instance.tamed + np.diag(np.full(cities, np.inf))
    least = away[linear_sum_assignment(away)].sum()
    length = instance.tamed[tour, np.roll(tour, -1)].sum()
    assert length >= least * (1 - 1e-12)


def test_an_assignment_of_one_cycle_is_the_tour():
    ways = np.ones((6, 6)) - np.eye(6)
    order = np.array([0, 3, 1, 5, 2, 4])
    ways[order, np.roll(order, -1)] = 0.25
    assert TspInstance(ways).length(patched(TspInstance(ways))) == 1.5


def test_two_cycles_are_joined_where_that_costs_least():
    ways = np.full((4, 4), 9.0)
    for here, there, way in [(0, 1, 1), (1, 0, 1), (2, 3, 1), (3, 2, 1), (1, 2, 2), (3, 0, 3)]:
        ways[here, there] = way
    np.fill_diagonal(ways, 0.0)
    assert TspInstance(ways).length(patched(TspInstance(ways))) == 1 + 2 + 1 + 3


@pytest.mark.parametrize("cities", [3, 5])
def test_equal_distances_are_no_trouble(cities):
    instance = TspInstance(np.zeros((cities, cities)))
    assert sorted(patched(instance).tolist()) == list(range(cities))
