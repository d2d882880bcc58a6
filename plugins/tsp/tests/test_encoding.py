"""Encoding knows no unit and no numbering."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.encoding import encode, target
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp, TspParams

KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)
FEW = settings(max_examples=50, deadline=None)


def instance_of(kind, seed, cities):
    return KINDS[kind](np.random.default_rng(seed), cities)


def test_channels_by_hand():
    distances = np.array([[0.0, 1.0, 3.0], [2.0, 0.0, 2.0], [4.0, 6.0, 0.0]])
    channels = encode(TspInstance(distances))
    scale = (1 + 3 + 2 + 2 + 4 + 6) / 6
    expected = [
        [[0, 1, 3], [2, 0, 2], [4, 6, 0]],
        [[0, 0, 2], [0, 0, 0], [0, 2, 0]],
        [[0, 0, 1], [0, 0, 0], [2, 5, 0]],
    ]
    np.testing.assert_allclose(channels[:3], np.log1p(np.array(expected) / scale), rtol=1e-6)
    np.testing.assert_array_equal(channels[3], np.eye(3))
    assert channels.dtype == np.float32


@FEW
@given(KIND, SEED, st.integers(3, 10), st.floats(1e-6, 1e6))
def test_the_unit_of_length_does_not_matter(kind, seed, cities, unit):
    instance = instance_of(kind, seed, cities)
    scaled = TspInstance(instance.distances * unit)
    np.testing.assert_allclose(encode(scaled), encode(instance), atol=1e-5)


@FEW
@given(KIND, SEED, st.integers(3, 10), st.randoms())
def test_renumbering_the_cities_renumbers_the_encoding_and_the_target(kind, seed, cities, chance):
    instance = instance_of(kind, seed, cities)
    order = np.array(chance.sample(range(cities), cities))
    renumbered = TspInstance(instance.distances[np.ix_(order, order)])
    np.testing.assert_allclose(
        encode(renumbered), encode(instance)[:, order][:, :, order], atol=1e-6
    )
    tour = np.random.default_rng(seed).permutation(cities)
    np.testing.assert_array_equal(
        target(renumbered, np.argsort(order)[tour]), target(instance, tour)[np.ix_(order, order)]
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_renumbered_batches_are_instances_with_their_best_tours(kind, shortest):
    tsp = Tsp()
    instances = tsp.generate(np.random.default_rng(0), 20, TspParams(cities=6, distances=kind))
    batch = tsp.encodings["matrix"].encode(instances, tsp.label(instances))
    changed = tsp.encodings["matrix"].augment(batch, np.random.default_rng(1))
    assert np.array_equal(changed.mask, batch.mask)
    moved = [tuple(row) for row in changed.inputs[:, 0, 0].argsort(1)]
    assert len(set(moved)) > 10
    for inputs, targets in zip(changed.inputs, changed.targets, strict=True):
        distances = np.expm1(inputs[0].astype(float))
        np.testing.assert_allclose(encode(TspInstance(distances)), inputs, atol=1e-5)
        assert (targets * distances).sum() == pytest.approx(shortest(distances), rel=1e-5)
    assert not np.array_equal(changed.inputs, batch.inputs)


@pytest.mark.parametrize("distances", [np.zeros((3, 3)), np.ones((4, 4)) - np.eye(4)])
def test_equal_distances_encode_to_finite_numbers(distances):
    assert np.isfinite(encode(TspInstance(distances))).all()


@FEW
@given(KIND, SEED, st.integers(3, 9))
def test_target_rows_are_chances_off_the_diagonal(kind, seed, cities):
    instance = instance_of(kind, seed, cities)
    chances = target(instance, np.random.default_rng(seed).permutation(cities))
    np.testing.assert_array_equal(chances.sum(1), 1)
    assert not chances.diagonal().any()
    assert set(np.unique(chances)) <= ({0, 0.5} if instance.symmetric else {0, 1})
