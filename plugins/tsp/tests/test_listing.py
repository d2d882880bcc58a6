"""Listed pairs join all cities, both ways, and hold what good tours need."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.labels import labels
from thinkers_tsp.listing import MORE_ROOM, ROOM, listed

KIND = st.sampled_from(sorted(KINDS))
SEED = st.integers(0, 2**32)


def reached(lists):
    """The cities that can be reached from city 0, pair by pair, in either direction."""
    beside = [set(row) - {-1} for row in lists.tolist()]
    for city, row in enumerate(lists.tolist()):
        for other in set(row) - {-1}:
            beside[other].add(city)
    seen, line = {0}, [0]
    while line:
        others = beside[line.pop()] - seen
        seen |= others
        line += others
    return seen


@settings(max_examples=60, deadline=None)
@given(KIND, SEED, st.integers(3, 60))
def test_every_city_is_reached_and_none_is_listed_twice(kind, seed, cities):
    lists = listed(KINDS[kind](np.random.default_rng(seed), cities))
    assert lists.shape == (cities, min(lists.shape[1], cities - 1))
    assert lists.shape[1] <= max(ROOM, MORE_ROOM)
    assert len(reached(lists)) == cities
    for city, row in enumerate(lists.tolist()):
        there = [other for other in row if other >= 0]
        assert len(set(there)) == len(there)
        assert city not in there
        assert row == there + [-1] * (len(row) - len(there))


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("apart", [10.0, 1e6])
def test_far_clusters_are_joined(written, apart):
    """Clusters of 40 on a line: no city of one is among the nearest of another."""
    rng = np.random.default_rng(0)
    points = rng.random((200, 2)) + apart * np.repeat(np.arange(5), 40)[:, None]
    instance = TspInstance.of(points)
    lists = listed(TspInstance(instance.distances) if written else instance)
    assert len(reached(lists)) == 200


def test_pairs_are_listed_both_ways_while_there_is_room():
    lists = listed(KINDS["euclidean"](np.random.default_rng(0), 500)).tolist()
    full = [len(row) for row in lists if row[-1] >= 0]
    assert len(full) < 10
    for city, row in enumerate(lists):
        for other in row:
            assert other < 0 or city in lists[other] or lists[other][-1] >= 0


@pytest.mark.parametrize("kind", ["euclidean", "asymmetric", "clustered", "triangle"])
def test_nearly_all_legs_of_good_tours_are_listed(kind):
    instances = [KINDS[kind](np.random.default_rng(seed), 40) for seed in range(5)]
    found = []
    for instance, label in zip(instances, labels(instances, 0.1), strict=True):
        after = np.roll(label.tour, -1)
        found.append((listed(instance)[label.tour] == after[:, None]).any(1).mean())
    assert np.mean(found) >= 0.95


def test_cities_at_one_place_are_joined():
    lists = listed(TspInstance.of(np.zeros((100, 2))))
    assert len(reached(lists)) == 100
