"""Moves keep a tour a tour, and gain what they say, checked against the whole length."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.search import kernels
from thinkers_tsp.search.candidates import candidates

FEW = settings(max_examples=80, deadline=None)
SEED = st.integers(0, 2**32)
CITIES = st.integers(4, 12)


def stage(seed, cities, symmetric=False):
    rng = np.random.default_rng(seed)
    ways = rng.random((cities, cities))
    ways = ways + ways.T if symmetric else ways
    tour = rng.permutation(cities)
    room = np.zeros((kernels.ROWS, max(cities, kernels.MIN_ROOM)), np.int64)
    return rng, ways, tour, tour.argsort(), room


def length(ways, tour):
    return ways[tour, np.roll(tour, -1)].sum()


def assert_tour(tour, place):
    assert sorted(tour.tolist()) == list(range(len(tour)))
    np.testing.assert_array_equal(place[tour], np.arange(len(tour)))


@FEW
@given(SEED, CITIES)
def test_a_kick_turns_abcd_into_adcb_and_says_how_much_longer_it_is(seed, cities):
    rng, ways, tour, place, room = stage(seed, cities)
    before = tour.copy()
    draws = rng.integers(0, 2**31, (1, kernels.DRAWS))
    worse = kernels.kick(ways, tour, place, room, draws, 0, 3)
    assert_tour(tour, place)
    most = min(3, (cities - 1) // 3)
    begin, (b, c, d) = draws[0, 0] % cities, 1 + draws[0, 1:] % most
    turned = np.roll(before, -begin - 1)
    parts = np.split(turned, np.cumsum([b, c, d]))
    expected = np.concatenate([parts[2], parts[1], parts[0], parts[3]])
    np.testing.assert_array_equal(np.roll(tour, -begin - 1), expected)
    np.testing.assert_allclose(worse, length(ways, tour) - length(ways, before), atol=1e-12)


@FEW
@given(SEED, CITIES, st.data())
def test_the_best_exchange_gains_what_it_says_and_leaves_its_city(seed, cities, data):
    _, ways, tour, place, room = stage(seed, cities)
    city, before = data.draw(st.integers(0, cities - 1)), tour.copy()
    gained = kernels.exchange_best(ways, *candidates(ways), tour, place, room, city, 1e-12)
    assert_tour(tour, place)
    np.testing.assert_allclose(gained, length(ways, before) - length(ways, tour), atol=1e-12)
    after = tour[(place[city] + 1) % cities], np.roll(before, -1)[before == city][0]
    assert (after[0] != after[1]) == (gained > 0)


@FEW
@given(SEED, CITIES, st.data())
def test_the_best_reversal_gains_what_it_says(seed, cities, data):
    _, ways, tour, place, room = stage(seed, cities, symmetric=True)
    city, before = data.draw(st.integers(0, cities - 1)), tour.copy()
    near = candidates(ways)[0]
    gained = kernels.reverse_best(ways, near, tour, place, room, city, 1e-12)
    assert_tour(tour, place)
    np.testing.assert_allclose(gained, length(ways, before) - length(ways, tour), atol=1e-12)


def test_nobody_stands_in_line_twice():
    room = np.zeros((kernels.ROWS, kernels.MIN_ROOM), np.int64)
    room[kernels.ENDS, :4] = [2, 5, 2, 3]
    assert kernels.enlist(room, 4, 6, 0, 8) == 3
    assert room[kernels.LINE].tolist() == [3, 0, 0, 0, 0, 0, 2, 5]
    assert kernels.enlist(room, 4, 6, 3, 8) == 3


@FEW
@given(SEED, CITIES, st.booleans(), st.integers(1, 9))
def test_descending_bit_by_bit_is_descending_at_once(seed, cities, symmetric, looks):
    ends = []
    for most in (looks, kernels.ENDLESS):
        _, ways, tour, place, room = stage(seed, cities, symmetric)
        task = (ways, *candidates(ways), tour, place, room, symmetric, 1e-12, most)
        before = length(ways, tour)
        while not kernels.descend(*task):
            assert_tour(tour, place)
            assert length(ways, tour) <= before
            before = length(ways, tour)
        assert not room[kernels.WAITING].any()
        ends.append(tour)
    np.testing.assert_array_equal(*ends)
