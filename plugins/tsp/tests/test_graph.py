"""The encoding of listed pairs knows no unit, and sees each city at its own scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.exact import held_karp
from thinkers_tsp.graph import GraphEncoding, features, target
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.listing import listed

KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)
FEW = settings(max_examples=50, deadline=None)
GRAPH = GraphEncoding()


def instance_of(kind, seed, cities):
    return KINDS[kind](np.random.default_rng(seed), cities)


def test_channels_by_hand():
    distances = np.array([[0.0, 1.0, 3.0], [2.0, 0.0, 2.0], [4.0, 6.0, 0.0]])
    instance = TspInstance(distances)
    assert listed(instance).tolist() == [[1, 2], [0, 2], [0, 1]]
    ways = np.array([[1, 3], [2, 2], [4, 6]])
    out, into = np.array([[2], [2], [5]]), np.array([[3.5, 2.5], [3, 2.5], [3, 3.5]])
    back = np.array([[2, 4], [1, 6], [3, 2]])
    over_row, over_column = np.array([[0, 2], [0, 0], [0, 2]]), np.array([[0, 1], [0, 0], [2, 5]])
    expected = [ways / out, ways / into, back / out, over_row / out, over_column / into]
    found = features(instance)
    np.testing.assert_allclose(found[:5], np.log1p(expected), rtol=1e-6)
    assert found[5].tolist() == [[0, 0.5], [0, 0.5], [0, 0.5]]
    assert found[6].tolist() == [[0, 0.5], [0, 0], [0.5, 0.5]]
    np.testing.assert_allclose(found[7], np.log(out / into), rtol=1e-6)


@FEW
@given(KIND, SEED, st.integers(3, 30), st.sampled_from([2.0**-20, 2.0**20]))
def test_the_unit_of_length_does_not_matter(kind, seed, cities, unit):
    instance = instance_of(kind, seed, cities)
    ways = instance.distances
    scaled, own = TspInstance(ways * unit), TspInstance(ways)
    np.testing.assert_array_equal(listed(scaled), listed(own))
    np.testing.assert_allclose(features(scaled), features(own), atol=1e-5)


def test_a_shrunken_half_looks_as_it_did():
    """Two far clusters, one a thousand times smaller than the other: cities see the same."""
    points = np.random.default_rng(0).random((60, 2))
    far = np.array([1e5, 0.0])
    found = features(TspInstance.of(np.concatenate([points, far + points * 2.0**-10])))
    one, other = found[:, :60], found[:, 60:]
    alike = np.abs(one - other).max((0, 2)) < 1e-3
    assert alike.mean() > 0.9


@FEW
@given(KIND, SEED, st.integers(3, 12))
def test_target_rows_are_chances_of_listed_neighbours(kind, seed, cities):
    instance = instance_of(kind, seed, cities)
    tour = np.random.default_rng(seed).permutation(cities)
    batch = GRAPH.encode([instance], [tour])
    [targets], [mask] = batch.targets, batch.mask
    np.testing.assert_array_equal(targets, target(instance, tour))
    assert set(targets.sum(1)) <= {0.0, 1.0}
    np.testing.assert_array_equal(mask.any(1), targets.sum(1) > 0)
    assert not targets[~mask].any()
    place = np.argsort(tour)
    for city, row in enumerate(targets):
        for at in np.flatnonzero(row):
            step = (place[listed(instance)[city, at]] - place[city]) % cities
            assert step == 1 or (instance.symmetric and step == cities - 1)


@FEW
@given(KIND, SEED, st.integers(3, 9))
def test_targets_decode_to_the_best_tour_where_all_its_legs_are_listed(kind, seed, cities):
    instance = instance_of(kind, seed, cities)
    best = held_karp(instance.distances[None])[0]
    ways = 10 * target(instance, best)
    if (ways.sum(1) == 0).any():
        return
    decoded = GRAPH.decode(ways[None], instance)
    assert instance.length(decoded) == pytest.approx(instance.length(best))
