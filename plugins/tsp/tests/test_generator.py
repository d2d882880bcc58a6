"""Instances are seeded, do not depend on how many follow, and have the properties of their kind."""

import numpy as np
import pytest
from thinkers_tsp import generator
from thinkers_tsp.generator import KINDS, TMAT_SCALE, generate

from thinkers import InvalidInstanceError
from thinkers.errors import MemoryLimitError

CITIES = 9


def draw(kind, count=4, seed=3):
    return generate(np.random.default_rng(seed), count, CITIES, kind)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_seeded_and_prefix_stable(kind):
    for one, again, other in zip(draw(kind, 3), draw(kind, 5), draw(kind, 3, seed=4), strict=False):
        assert one.name == kind
        assert one.distances.dtype == np.float64
        np.testing.assert_array_equal(one.distances, again.distances)
        assert not np.array_equal(one.distances, other.distances)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_distances_are_in_range_with_a_zero_diagonal(kind):
    for instance in draw(kind):
        away = instance.distances[~np.eye(CITIES, dtype=bool)]
        assert not instance.distances.diagonal().any()
        assert away.min() > 0
        assert away.max() < (np.sqrt(2) if kind == "euclidean" else 1)
        assert instance.symmetric == (kind in {"euclidean", "symmetric"})


def test_euclidean_distances_are_between_points_of_the_unit_square():
    for instance in draw("euclidean"):
        points = instance.coordinates
        assert points.min() >= 0
        assert points.max() <= 1
        for i, j in np.ndindex(CITIES, CITIES):
            expected = np.hypot(*(points[i] - points[j]))
            assert instance.distances[i, j] == pytest.approx(expected, abs=1e-12)


def test_only_euclidean_instances_have_coordinates():
    assert {kind for kind in KINDS if draw(kind, 1)[0].coordinates is not None} == {"euclidean"}


def test_triangle_is_the_fixed_point_of_min_plus_products():
    for index, instance in enumerate(draw("triangle")):
        child = np.random.default_rng(3).spawn(4)[index]
        drawn = child.integers(1, TMAT_SCALE, (CITIES, CITIES))
        np.fill_diagonal(drawn, 0)
        while True:
            closed = np.minimum(drawn, (drawn[:, :, None] + drawn[None]).min(1))
            if np.array_equal(closed, drawn):
                break
            drawn = closed
        np.testing.assert_array_equal(np.rint(instance.distances * TMAT_SCALE), drawn)


def test_triangle_is_closed_and_asymmetric():
    for instance in draw("triangle"):
        units = np.rint(instance.distances * TMAT_SCALE).astype(int)
        assert all(
            units[i, j] <= units[i, via] + units[via, j]
            for i, via, j in np.ndindex(CITIES, CITIES, CITIES)
        )
        assert (units != units.T).any()


def test_more_instances_than_memory_holds_are_refused_with_both_figures(monkeypatch):
    monkeypatch.setattr(generator, "free_memory", lambda: 10**9)
    with pytest.raises(MemoryLimitError) as error:
        generate(np.random.default_rng(0), 100, 2000, "euclidean")
    assert str(error.value) == (
        "the distances of 100 times 2000 cities take 3.3 GB, 1.0 GB are free"
    )
    monkeypatch.setattr(generator, "free_memory", lambda: None)
    assert len(generate(np.random.default_rng(0), 1, 2000, "symmetric")) == 1
    monkeypatch.setattr(generator, "free_memory", lambda: 0)  # nobody asks for so little
    assert len(generate(np.random.default_rng(0), 100, 50, "euclidean")) == 100


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_more_cities_than_an_instance_holds_are_refused_before_they_are_drawn(kind):
    with pytest.raises(InvalidInstanceError, match="at most 5000 cities, got 1000000"):
        generate(np.random.default_rng(0), 1, 10**6, kind)
