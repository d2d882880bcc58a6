"""The check accepts every tour with its true length, and finds every planted fault."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.check import check
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds.matrices import asymmetric

FEW = settings(max_examples=50, deadline=None)


@FEW
@given(st.integers(3, 12), st.randoms())
def test_every_order_is_a_tour_of_its_length(cities, chance):
    instance = asymmetric(np.random.default_rng(cities), cities)
    order = chance.sample(range(cities), cities)
    length, here = 0.0, order[-1]
    for city in order:
        length += instance.distances[here][city]
        here = city
    verdict = check(instance, np.array(order))
    assert verdict.feasible
    assert verdict.cost == pytest.approx(length)


@FEW
@given(st.integers(3, 12), st.randoms())
def test_a_city_in_place_of_another_is_found(cities, chance):
    order = chance.sample(range(cities), cities)
    where, other = chance.sample(range(cities), 2)
    order[where] = order[other]
    verdict = check(asymmetric(np.random.default_rng(0), cities), np.array(order))
    assert not verdict.feasible
    assert verdict.cost == np.inf
    assert f"city {order[other]} is visited twice" in verdict.reason


@pytest.mark.parametrize(
    ("tour", "reason"),
    [
        ([0, 1, 2], "city 3 is not visited"),
        ([], "city 0 is not visited"),
        ([0, 1, 2, 3, 0], "city 0 is visited twice"),
        ([0, 1, 2, 4], "there is no city 4"),
        ([0, 1, 2, -1], "there is no city -1"),
    ],
)
def test_faults_have_their_reason(tour, reason):
    instance = TspInstance(np.ones((4, 4)) - np.eye(4))
    verdict = check(instance, np.array(tour, np.int64))
    assert not verdict.feasible
    assert verdict.reason == reason


@pytest.mark.parametrize(
    ("tour", "reason"),
    [
        ([0, 1.7, 2, 3], "0.0 is no number of a city"),
        ([0.0, np.nan, 2, 3], "0.0 is no number of a city"),
        ([[0, 1], [2, 3]], "[0 1] is no number of a city"),
        (["0", "1"], "0 is no number of a city"),
    ],
)
def test_what_is_no_number_is_not_rounded_to_one(tour, reason):
    verdict = check(TspInstance(np.ones((4, 4))), np.array(tour))
    assert (verdict.feasible, verdict.reason) == (False, reason)


def test_direction_counts():
    instance = TspInstance(np.array([[0.0, 1, 9], [9, 0, 1], [1, 9, 0]]))
    assert check(instance, np.array([0, 1, 2])).cost == 3
    assert check(instance, np.array([0, 2, 1])).cost == 27
