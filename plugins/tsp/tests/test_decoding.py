"""Decoding gives a tour whatever the scores are, and the best one where they say it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from thinkers_tsp import decoding
from thinkers_tsp.decoding import chances, decode, decode_each
from thinkers_tsp.encoding import target
from thinkers_tsp.exact import held_karp
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.merging import Merging

from thinkers import can_compile

KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)
NUMBA = pytest.mark.skipif(not can_compile(), reason="numba is not installed")
FEW = settings(max_examples=50, deadline=None)


def instance_of(kind, seed, cities):
    return KINDS[kind](np.random.default_rng(seed), cities)


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
@given(SEED, st.integers(4, 9), st.data())
def test_how_sure_a_whole_row_is_does_not_matter(seed, cities, data):
    instance, scores = instance_of("asymmetric", 0, cities), scores_of(seed, cities)
    shifted = scores.copy()
    shifted[data.draw(st.integers(0, cities - 1))] += np.float32(data.draw(st.integers(-8, 8)))
    np.testing.assert_array_equal(decode(shifted, instance), decode(scores, instance))


@FEW
@given(KIND, SEED, st.integers(4, 9))
def test_renumbering_the_cities_renumbers_the_tour(kind, seed, cities):
    instance, scores = instance_of(kind, seed, cities), scores_of(seed, cities)
    order = np.random.default_rng(seed).permutation(cities)
    turned = TspInstance(instance.distances[np.ix_(order, order)])
    tour = order[decode(scores[np.ix_(order, order)], turned)]
    assert instance.length(tour) == pytest.approx(instance.length(decode(scores, instance)))


def test_an_edge_taken_elsewhere_raises_the_chances_of_what_is_left():
    """City 0 could go to 1 or 2 and city 1 only to 2, so 0 is left with 1."""
    low = -9.0
    scores = np.array(
        [[low, 1.9, 2.0, low], [low, low, 2.0, low], [low, low, low, 2.0], [2.0, low, low, low]],
        np.float32,
    )
    tour = decode(scores, TspInstance(np.arange(16.0).reshape(4, 4))).tolist()
    start = tour.index(0)
    assert tour[start:] + tour[:start] == [0, 1, 2, 3]


def test_symmetric_scores_decode_alike_from_both_sides():
    instance = instance_of("symmetric", 0, 7)
    scores = scores_of(1, 7)
    one, other = (instance.length(decode(each, instance)) for each in (scores, scores.T))
    assert one == pytest.approx(other)


@FEW
@given(KIND, SEED, st.integers(3, 9))
def test_chances_are_those_of_a_tour(kind, seed, cities):
    rng = np.random.default_rng(seed)
    instance = instance_of(kind, seed, cities)
    found = chances(rng.normal(size=(cities, cities)).astype(np.float32), instance)
    assert (np.diag(found) == 0).all()
    assert (found[~np.eye(cities, dtype=bool)] > 0).all()
    np.testing.assert_allclose(found.sum(0), 1)
    np.testing.assert_allclose(found.sum(1), 1, atol=0.1)


@FEW
@given(SEED, st.integers(6, 9))
def test_a_forbidden_leg_is_not_taken_for_its_score(seed, cities):
    instance = instance_of("forbidden", seed, cities)
    best = held_karp(instance.distances[None])[0]
    scores = target(instance, best)
    scores[instance.distances > 1e3 * instance.length(best)] += 5
    decoded = decode(scores, instance)
    assert instance.length(decoded) == pytest.approx(instance.length(best))


@pytest.mark.parametrize("compiled", [False, pytest.param(True, marks=NUMBA)])
def test_many_at_once_are_those_of_each_alone(monkeypatch, compiled):
    kinds = ["euclidean", "asymmetric", "forbidden", "symmetric"] * 3
    instances = [instance_of(kind, seed, 9) for seed, kind in enumerate(kinds)]
    assert {(each.symmetric, each.barred) for each in instances} >= {
        (True, False), (False, False), (False, True)
    }  # fmt: skip
    scores = np.random.default_rng(0).normal(size=(12, 9, 9)).astype(np.float32)
    alone = [decode(*each) for each in zip(scores, instances, strict=True)]
    monkeypatch.setattr(decoding, "MERGING", Merging(compiled=compiled))
    np.testing.assert_array_equal(decode_each(scores, instances), alone)
