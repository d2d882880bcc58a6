"""Any scores of listed pairs decode to a tour, which keeps the likeliest pairs."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.check import check
from thinkers_tsp.fragments import balanced, joined, merged
from thinkers_tsp.graph import target
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.labels import labels
from thinkers_tsp.listing import listed

KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)


def instance_of(kind, seed, cities):
    return KINDS[kind](np.random.default_rng(seed), cities)


@settings(max_examples=80, deadline=None)
@given(KIND, SEED, st.integers(3, 40), st.booleans())
def test_any_scores_decode_to_a_tour(kind, seed, cities, extreme):
    instance, rng = instance_of(kind, seed, cities), np.random.default_rng(seed)
    shape = listed(instance).shape
    values = [0, 1, -1, 3e38, np.nan, np.inf, -np.inf] if extreme else rng.normal(size=9)
    scores = rng.choice(values, shape).astype(np.float32)
    tour = joined(scores, instance)
    assert check(instance, tour).feasible
    assert tour.dtype == np.int64
    assert tour[0] == 0
    assert not instance.symmetric or tour[1] < tour[-1]


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric"])
def test_a_path_of_the_best_pairs_is_kept(kind):
    """A walk along listed pairs, each worth more than all others: its legs stay."""
    instance = instance_of(kind, 3, 200)
    lists, seen = listed(instance), [0]
    while True:
        fresh = [city for city in lists[seen[-1]].tolist() if city >= 0 and city not in seen]
        if not fresh:
            break
        seen.append(fresh[-1])
    assert len(seen) > 20
    here, at = np.nonzero(lists >= 0)
    there = lists[here, at]
    walked = set(pairwise(seen))
    worth = [float(pair in walked) for pair in zip(here.tolist(), there.tolist(), strict=True)]
    place = np.argsort(merged(here, there, np.array(worth), instance))
    steps = np.diff(place[seen]) % 200
    assert set(steps) <= ({1, 199} if instance.symmetric else {1})


def test_without_scores_fragments_are_joined_by_length():
    """No pair is worth more than another: the joints alone are those of greedy edge matching."""
    none = np.empty(0, np.int64)
    for kind in ("euclidean", "asymmetric", "triangle"):
        instance = instance_of(kind, 0, 300)
        tour = merged(none, none, np.empty(0), instance)
        assert check(instance, tour).feasible
        rng = np.random.default_rng(0)
        chance = np.mean([instance.length(rng.permutation(300)) for _ in range(10)])
        assert instance.length(tour) < 0.5 * chance


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric"])
def test_balanced_chances_sum_to_what_a_city_has(kind):
    instance = instance_of(kind, 0, 100)
    lists = listed(instance)
    here, at = np.nonzero(lists >= 0)
    there = lists[here, at]
    if instance.symmetric:
        once = (here < there) | (lists[there] != here[:, None]).all(1)
        here, there = here[once], there[once]
    logits = np.random.default_rng(0).normal(size=len(here))
    missing = np.full(100, 2) if instance.symmetric else None
    chances = balanced(here, there, np.exp(logits), missing, 10)
    sums = np.bincount(here, chances, 100)
    if instance.symmetric:
        sums = sums + np.bincount(there, chances, 100)
    assert np.abs(sums - (2 if instance.symmetric else 1)).mean() < 0.1


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric"])
def test_a_city_with_one_choice_left_is_served(kind):
    """Scores of the best tour, and for one city in ten nothing but that leg: all are kept."""
    instance = instance_of(kind, 0, 60)
    [label] = labels([instance], 0.1)
    ways = target(instance, label.tour)
    if (ways.sum(1) == 0).any():
        pytest.skip("not all legs are listed")
    scores = np.random.default_rng(0).normal(size=ways.shape) + 4 * (ways > 0)
    scores[::10] = np.where(ways[::10] > 0, 0.0, -100.0)
    tour = joined(scores.astype(np.float32), instance)
    assert instance.length(tour) <= 1.1 * instance.length(label.tour)


def test_ten_thousand_cities_take_no_matrix():
    """What would make one says so: see `TspInstance.distances`."""
    instance = TspInstance.of(np.random.default_rng(0).random((10_000, 2)))
    tour = joined(np.zeros(listed(instance).shape, np.float32), instance)
    assert check(instance, tour).feasible
