"""Encoding knows no unit and no numbering; decoding gives a tour, the best one where scores do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from thinkers_tsp.encoding import Paths, balance, decode, encode, target
from thinkers_tsp.exact import held_karp
from thinkers_tsp.generator import KINDS
from thinkers_tsp.instance import TspInstance

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


@FEW
@given(
    st.booleans(),
    st.integers(3, 9).flatmap(
        lambda n: hnp.arrays(
            np.float32, (n, n), elements=st.sampled_from([0, 1, -1, 3e38, np.nan, np.inf, -np.inf])
        )
    ),
)
def test_any_scores_decode_to_a_tour(symmetric, scores):
    distances = KINDS["symmetric" if symmetric else "asymmetric"](
        np.random.default_rng(0), len(scores)
    )
    tour = decode(scores, distances)
    assert sorted(tour.tolist()) == list(range(len(scores)))
    assert tour.dtype == np.int64


@FEW
@given(KIND, SEED, st.integers(3, 9))
def test_targets_decode_to_the_best_tour(kind, seed, cities):
    instance = instance_of(kind, seed, cities)
    best = held_karp(instance.distances[None])[0]
    decoded = decode(target(instance, best), instance)
    assert instance.length(decoded) == pytest.approx(instance.length(best))


def test_decoding_never_closes_a_part():
    scores = np.zeros((6, 6), np.float32)
    for ring in ([0, 1, 2], [3, 4, 5]):
        scores[ring, np.roll(ring, -1)] = 1
    scores[2, 3] = 0.5
    instance = TspInstance(np.arange(36.0).reshape(6, 6))
    tour = decode(scores, instance).tolist()
    start = tour.index(0)
    assert tour[start:] + tour[:start] == [0, 1, 2, 3, 4, 5]


def scores_of(seed, cities):
    return np.random.default_rng(seed).normal(0, 3, (cities, cities)).astype(np.float32)


@FEW
@given(SEED, st.integers(3, 9))
def test_balanced_scores_are_chances_to_leave_and_to_enter(seed, cities):
    chances = np.exp(balance(scores_of(seed, cities)))
    assert not chances.diagonal().any()
    np.testing.assert_allclose(chances.sum(0), 1)
    np.testing.assert_allclose(chances.sum(1), 1, atol=0.3)


@FEW
@given(SEED, st.integers(4, 9), st.data())
def test_how_sure_a_whole_row_is_does_not_matter(seed, cities, data):
    scores = scores_of(seed, cities)
    row = data.draw(st.integers(0, cities - 1))
    shifted = scores.copy()
    shifted[row] += np.float32(data.draw(st.integers(-8, 8)))
    np.testing.assert_allclose(np.exp(balance(shifted)), np.exp(balance(scores)), atol=1e-5)


def test_decoding_ignores_direction_on_symmetric_instances():
    instance = instance_of("symmetric", 0, 7)
    scores = np.random.default_rng(1).normal(size=(7, 7)).astype(np.float32)
    np.testing.assert_array_equal(decode(scores, instance), decode(scores.T, instance))


def test_paths_join_once():
    paths = Paths(4)
    assert paths.joins(0, 1)
    assert paths.joins(2, 3)
    assert paths.joins(1, 2)
    assert not paths.joins(0, 3)
