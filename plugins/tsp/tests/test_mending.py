"""A forbidden leg is left wherever it can be, by scores and by what is allowed alone."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp import mending as module
from thinkers_tsp.decoding import decode
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.mending import Mending
from thinkers_tsp.walking import walk

HUGE = 1e9
SEED = st.integers(0, 2**32)
FEW = settings(max_examples=50, deadline=None)


def legs_of(tour):
    return list(zip(tour, [*tour[1:], tour[0]], strict=True))


def taken(tour, forbidden):
    return sum(bool(forbidden[leg]) for leg in legs_of(list(tour)))


def least_taken(forbidden):
    """How few forbidden legs a tour can have, by trying every order."""
    orders = permutations(range(1, len(forbidden)))
    return min(taken((0, *order), forbidden) for order in orders)


def sparse(seed, cities, symmetric, legs):
    """Some legs of each city and those of a hidden tour are allowed; all others are forbidden."""
    rng = np.random.default_rng(seed)
    tour = rng.permutation(cities)
    allowed = rng.random((cities, cities)) < legs / cities
    allowed[tour, np.roll(tour, -1)] = True
    forbidden = ~(allowed | allowed.T) if symmetric else ~allowed
    np.fill_diagonal(forbidden, False)
    return forbidden


def mended(seed, forbidden, symmetric):
    rng = np.random.default_rng(seed)
    worth = rng.normal(0, 3, forbidden.shape)
    worth = worth + worth.T if symmetric else worth
    start = rng.permutation(len(forbidden))
    return start, Mending(worth, forbidden, symmetric).mend(start)


@FEW
@given(SEED, st.integers(4, 8), st.booleans(), st.floats(0, 3))
def test_of_a_few_cities_no_forbidden_leg_is_left_where_one_can_do_without(
    seed, cities, symmetric, legs
):
    forbidden = sparse(seed, cities, symmetric, legs)
    _, tour = mended(seed, forbidden, symmetric)
    assert sorted(tour.tolist()) == list(range(cities))
    assert taken(tour, forbidden) == 0


@FEW
@given(SEED, st.integers(4, 7), st.booleans(), st.floats(0.1, 0.9))
def test_where_some_must_be_taken_there_are_never_more_than_before(seed, cities, symmetric, share):
    rng = np.random.default_rng(seed)
    forbidden = rng.random((cities, cities)) < share
    forbidden = forbidden | forbidden.T if symmetric else forbidden
    np.fill_diagonal(forbidden, False)
    start, tour = mended(seed, forbidden, symmetric)
    assert sorted(tour.tolist()) == list(range(cities))
    assert least_taken(forbidden) <= taken(tour, forbidden) <= taken(start, forbidden)


@pytest.mark.parametrize("symmetric", [False, True])
@pytest.mark.parametrize(("cities", "legs"), [(20, 8), (50, 8), (100, 8), (100, 50)])
def test_of_many_cities_none_is_left_where_each_has_some_allowed_ones(cities, legs, symmetric):
    for seed in range(5):
        forbidden = sparse(seed, cities, symmetric, legs)
        start, tour = mended(seed, forbidden, symmetric)
        assert taken(start, forbidden) > 0
        assert sorted(tour.tolist()) == list(range(cities))
        assert taken(tour, forbidden) == 0


def test_the_family_of_forbidden_legs_is_decoded_without_one_whatever_the_scores_are():
    for cities in (5, 8, 20, 50):
        for seed in range(10):
            rng = np.random.default_rng([seed, cities])
            instance = KINDS["forbidden"](rng, cities)
            scores = rng.normal(0, 5, (cities, cities)).astype(np.float32)
            assert taken(decode(scores, instance), instance.distances > cities) == 0


@FEW
@given(SEED, st.integers(5, 9), st.booleans())
def test_how_long_the_allowed_legs_are_does_not_matter(seed, cities, symmetric):
    forbidden = sparse(seed, cities, symmetric, 2)
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, 3, (cities, cities)).astype(np.float32)
    tours = []
    for _ in range(2):
        lengths = 1 + rng.random((cities, cities))
        lengths = np.where(forbidden, HUGE, lengths + lengths.T if symmetric else lengths)
        np.fill_diagonal(lengths, 0)
        tours.append(decode(scores, TspInstance(lengths)).tolist())
    assert tours[0] == tours[1]


@FEW
@given(SEED, st.integers(5, 9), st.booleans())
def test_renumbering_the_cities_renumbers_the_mended_tour(seed, cities, symmetric):
    forbidden = sparse(seed, cities, symmetric, 1)
    rng = np.random.default_rng(seed)
    worth = rng.normal(0, 3, (cities, cities))
    worth = worth + worth.T if symmetric else worth
    start, order = rng.permutation(cities), rng.permutation(cities)
    there = np.ix_(order, order)
    turned = Mending(worth[there], forbidden[there], symmetric).mend(order.argsort()[start])
    tour = Mending(worth, forbidden, symmetric).mend(start)
    ways = [set(legs_of(each.tolist())) for each in (tour, tour[::-1] if symmetric else tour)]
    assert set(legs_of(order[turned].tolist())) in ways


def test_of_exchanges_the_likeliest_is_made():
    """0 to 5 in order, 5 → 0 forbidden: what is moved is what its scores speak against least."""
    forbidden = np.zeros((6, 6), bool)
    forbidden[5, 0] = True
    worth = np.zeros((6, 6))
    for leg in ((2, 5), (5, 3), (4, 0)):
        worth[leg] = 1.0
    tour = Mending(worth, forbidden, symmetric=False).mend(np.arange(6))
    assert set(legs_of(tour.tolist())) == {(0, 1), (1, 2), (2, 5), (5, 3), (3, 4), (4, 0)}


def test_where_exchanges_lead_nowhere_a_walk_does(monkeypatch):
    monkeypatch.setattr(module, "MAX_TOURS", 0)
    forbidden = sparse(0, 20, False, 2)
    _, tour = mended(0, forbidden, False)
    assert taken(tour, forbidden) == 0


@FEW
@given(SEED, st.integers(3, 7), st.floats(0.2, 0.9))
def test_a_walk_finds_a_tour_of_allowed_legs_exactly_where_there_is_one(seed, cities, share):
    rng = np.random.default_rng(seed)
    allowed = rng.random((cities, cities)) < share
    tour = walk(rng.normal(size=(cities, cities)), allowed)
    barred = ~allowed & ~np.eye(cities, dtype=bool)
    if tour is None:
        assert least_taken(barred) > 0
    else:
        assert sorted(tour.tolist()) == list(range(cities))
        assert taken(tour, barred) == 0
