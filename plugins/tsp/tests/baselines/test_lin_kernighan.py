"""`lin-kernighan` is the search of --refine from a construction, within its time."""

import numpy as np
import pytest
from thinkers_tsp.baselines.lin_kernighan import LinKernighan
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.fragments import shortest_first
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.patching import patched
from thinkers_tsp.search import search

from thinkers.errors import ConfigError

(INSTANCE,) = generate(np.random.default_rng(0), 1, 20, "asymmetric")


STARTS = {
    "greedy": shortest_first(INSTANCE),
    "patching": patched(INSTANCE),
    None: patched(INSTANCE),
    "farthest": farthest_insertion(INSTANCE.distances),
    "nearest": nearest_neighbour(INSTANCE.distances, 0),
}


@pytest.mark.parametrize(("start", "first"), STARTS.items())
def test_it_is_the_search_from_a_construction(start, first):
    answer = LinKernighan(start=start).solve(INSTANCE, np.random.default_rng(1))
    expected = search(INSTANCE, first, np.random.default_rng(1))
    np.testing.assert_array_equal(answer.solution, expected)
    assert INSTANCE.length(answer.solution) < INSTANCE.length(first)


def test_where_distances_are_symmetric_it_begins_with_the_shortest_legs():
    (instance,) = generate(np.random.default_rng(0), 1, 20, "euclidean")
    np.testing.assert_array_equal(LinKernighan().first(instance), shortest_first(instance))


def test_options_are_checked():
    for key, wrong in (("seconds", 0), ("start", "random")):
        with pytest.raises(ConfigError, match=f"{key}: input should be"):
            LinKernighan.of({key: wrong})
    assert LinKernighan(seconds=0.01).solve(INSTANCE, np.random.default_rng(1)).solution.shape == (
        20,
    )


def test_many_cities_need_no_matrix():
    instance = TspInstance.of(np.random.default_rng(0).random((6000, 2)))
    assert not LinKernighan().unsuitable(instance)
    answer = LinKernighan(seconds=0.001).solve(instance, np.random.default_rng(0))
    assert sorted(answer.solution.tolist()) == list(range(6000))
    assert "distances" not in vars(instance)
