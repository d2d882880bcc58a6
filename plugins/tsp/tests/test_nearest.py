"""The nearest are those that sorting all distances gives, with and without a matrix."""

import numpy as np
import pytest
from thinkers_tsp.formats.tsplib_distances import axes
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS, MEASURED
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import METRICS
from thinkers_tsp.nearest import nearest

EXACT = ("EXACT_2D", "EXACT_3D", "haversine")


def sorted_lengths(distances, most):
    away = distances.copy()
    np.fill_diagonal(away, np.inf)
    return np.sort(away, 1)[:, :most]


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("entering", [False, True])
def test_as_near_as_sorting_finds(kind, entering):
    instance = KINDS[kind](np.random.default_rng(0), 60)
    found = nearest(instance, 9, entering=entering)
    ways = instance.tamed.T if entering else instance.tamed
    np.testing.assert_array_equal(found.lengths, sorted_lengths(ways, 9))
    rows = np.arange(60)[:, None]
    np.testing.assert_array_equal(ways[rows, found.cities], found.lengths)
    assert (found.cities != rows).all()
    assert all(len(set(row)) == 9 for row in found.cities.tolist())


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_knows_what_is_near(metric):
    """Rounding may exchange cities that are as far to within 1."""
    points = np.random.default_rng(0).uniform(-80, 80, (200, axes(metric)))
    instance = TspInstance(Measured(metric, points))
    found, right = nearest(instance, 8), sorted_lengths(instance.distances, 8)
    slack = 1.0 if metric not in EXACT else 0.0
    slack += 0.01 * right.max() if metric == "GEO" else 0.0
    assert np.abs(found.lengths - right).max() <= slack


@pytest.mark.parametrize("cities", [3, 4, 8])
def test_there_are_never_more_than_the_others(cities):
    for kind in ("euclidean", "asymmetric", "duplicates"):
        found = nearest(KINDS[kind](np.random.default_rng(1), cities), 10)
        assert found.cities.shape == found.lengths.shape == (cities, cities - 1)


def test_many_cities_at_one_place():
    instance = TspInstance.of(np.zeros((30, 2)))
    found = nearest(instance, 5)
    assert not found.lengths.any()
    assert (found.cities != np.arange(30)[:, None]).all()


def test_all_kinds_without_a_matrix_are_known():
    for kind, draw in KINDS.items():
        ways = draw(np.random.default_rng(0), 9).ways
        assert isinstance(ways, Measured) == (kind in MEASURED)
