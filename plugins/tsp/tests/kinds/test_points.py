"""Each kind of places in the plane is what its name says."""

from math import isqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.kinds import points

MANY = settings(max_examples=100, deadline=None)
SEED, CITIES = st.integers(0, 2**32), st.integers(3, 60)
ALL = [
    points.euclidean,
    points.clustered,
    points.line,
    points.grid,
    points.duplicates,
    points.drilled,
    points.scales,
]


def places(draw, seed, cities):
    return draw(np.random.default_rng(seed), cities).coordinates


def different(found):
    return len(np.unique(found, axis=0))


@pytest.mark.parametrize("draw", ALL)
def test_distances_are_straight_lines_between_the_places(draw):
    instance = draw(np.random.default_rng(1), 12)
    for here, there in np.ndindex(12, 12):
        between = np.hypot(*(instance.coordinates[here] - instance.coordinates[there]))
        assert instance.distances[here, there] == pytest.approx(between, rel=1e-12)
    assert instance.straight
    assert instance.name == draw.__name__


@MANY
@given(SEED, CITIES)
def test_euclidean_places_are_different_ones_of_the_unit_square(seed, cities):
    found = places(points.euclidean, seed, cities)
    assert found.min() >= 0
    assert found.max() <= 1
    assert different(found) == cities


def test_clustered_cities_lie_near_a_few_centres():
    found = places(points.clustered, 0, 200)
    near = 6 * points.SPREAD
    centres = 0
    while len(found):
        found = found[np.linalg.norm(found - found[0], axis=1) > 2 * near]
        centres += 1
    assert 2 <= centres <= 200 // points.CITIES_A_CLUSTER


def test_clustered_cities_are_nearer_to_others_than_uniform_ones():
    def nearest(draw):
        distances = draw(np.random.default_rng(0), 200).distances
        return np.median(np.where(distances > 0, distances, np.inf).min(1))

    assert nearest(points.clustered) < nearest(points.euclidean) / 2


@MANY
@given(SEED, CITIES)
def test_on_a_line_there_and_back_is_a_tour(seed, cities):
    instance = points.line(np.random.default_rng(seed), cities)
    order = np.argsort(instance.coordinates[:, 0])
    assert instance.length(order) == pytest.approx(2 * instance.distances.max(), rel=1e-12)


@MANY
@given(SEED, CITIES)
def test_grid_cities_are_different_points_of_a_grid_with_room_for_twice_as_many(seed, cities):
    found = places(points.grid, seed, cities)
    assert different(found) == cities
    assert (found == np.rint(found)).all()
    assert found.min() >= 0
    assert found.max() <= isqrt(2 * cities)


def test_a_grid_has_ties_of_the_shortest_way():
    distances = points.grid(np.random.default_rng(0), 50).distances
    assert (distances == 1).sum() > 50


@MANY
@given(SEED, CITIES)
def test_a_third_of_the_cities_are_duplicates(seed, cities):
    assert different(places(points.duplicates, seed, cities)) == cities - cities // 3


@MANY
@given(SEED, CITIES)
def test_holes_are_different_points_of_a_raster(seed, cities):
    found = places(points.drilled, seed, cities)
    assert different(found) == cities
    assert (found == np.rint(found)).all()
    assert found.min() >= 0


def test_most_holes_have_another_one_beside_them_though_most_of_the_board_is_empty():
    shares, beside = [], []
    for seed in range(5):
        found = places(points.drilled, seed, 200)
        shares.append(200 / (found.max() + 1) ** 2)
        holes = {tuple(hole) for hole in found.tolist()}
        beside += [(x + 1, y) in holes or (x, y + 1) in holes for x, y in found.tolist()]
    assert max(shares) < 0.2
    assert np.mean(beside) > 0.7


def test_scales_differ_by_four_orders_of_magnitude_and_stay_in_the_square():
    found = np.abs(places(points.scales, 0, 200)).max(1)
    assert found.max() <= 1
    halvings = -np.log2(found)
    counts = np.histogram(halvings, bins=range(points.HALVINGS + 1))[0]
    assert counts.min() > 0
