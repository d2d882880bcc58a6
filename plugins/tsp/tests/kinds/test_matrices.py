"""Each kind of matrix is what its name says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.kinds import matrices

CITIES = 9
MANY = settings(max_examples=100, deadline=None)
SEED = st.integers(0, 2**32)


def drawn(draw, count=4, cities=CITIES):
    return [draw(np.random.default_rng(seed), cities) for seed in range(count)]


@pytest.mark.parametrize("draw", [matrices.symmetric, matrices.asymmetric, matrices.triangle])
def test_distances_lie_between_0_and_1(draw):
    for instance in drawn(draw):
        away = instance.distances[~np.eye(CITIES, dtype=bool)]
        assert away.min() > 0
        assert away.max() < 1
        assert instance.symmetric == (draw is matrices.symmetric)
        assert instance.name == draw.__name__
        assert instance.coordinates is None


def test_triangle_is_the_fixed_point_of_min_plus_products():
    for seed, instance in enumerate(drawn(matrices.triangle)):
        units = np.random.default_rng(seed).integers(1, matrices.TMAT_SCALE, (CITIES, CITIES))
        np.fill_diagonal(units, 0)
        while True:
            closed = np.minimum(units, (units[:, :, None] + units[None]).min(1))
            if np.array_equal(closed, units):
                break
            units = closed
        np.testing.assert_array_equal(np.rint(instance.distances * matrices.TMAT_SCALE), units)


@pytest.mark.parametrize("draw", [matrices.triangle, matrices.nearly_symmetric])
def test_what_is_closed_has_no_shorter_way_round_and_is_asymmetric(draw):
    for instance in drawn(draw):
        ways = instance.distances
        round_about = (ways[:, :, None] + ways[None]).min(1)
        np.testing.assert_allclose(round_about, ways, rtol=1e-12)
        assert not instance.symmetric


@MANY
@given(SEED, st.integers(3, 40))
def test_nearly_symmetric_ways_are_at_most_a_tenth_longer_than_those_back(seed, cities):
    ways = matrices.nearly_symmetric(np.random.default_rng(seed), cities).distances
    away = ~np.eye(cities, dtype=bool)
    assert (ways[away] <= (1 + matrices.DETOUR) * ways.T[away] * (1 + 1e-12)).all()


@MANY
@given(SEED, st.integers(3, 40))
def test_forbidden_legs_are_one_huge_number_and_a_tour_does_without(seed, cities):
    instance = matrices.forbidden(np.random.default_rng(seed), cities)
    huge = instance.distances > 1
    assert len(set(instance.distances[huge].tolist()) & set(matrices.FORBIDDING)) == 1
    assert len(np.unique(instance.distances[huge])) == 1
    assert huge.sum() == (cities * (cities - 2) + 1) // 2
    tour = np.random.default_rng(seed)
    tour.random((cities, cities))
    assert instance.length(tour.permutation(cities)) < cities


def test_the_numbers_that_forbid_a_leg_differ():
    found = {float(instance.distances.max()) for instance in drawn(matrices.forbidden, 30)}
    assert found == set(matrices.FORBIDDING)
