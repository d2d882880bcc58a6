"""`or-3opt` is the search of --refine from a construction, within its time."""

import numpy as np
import pytest
from thinkers_tsp.baselines.or_3opt import Or3opt
from thinkers_tsp.constructions import farthest_insertion, nearest_neighbour
from thinkers_tsp.generator import generate
from thinkers_tsp.search import search

from thinkers.errors import ConfigError

(INSTANCE,) = generate(np.random.default_rng(0), 1, 20, "asymmetric")


STARTS = {
    "farthest": farthest_insertion(INSTANCE.distances),
    "nearest": nearest_neighbour(INSTANCE.distances, 0),
}


@pytest.mark.parametrize(("start", "first"), STARTS.items())
def test_it_is_the_search_from_a_construction(start, first):
    answer = Or3opt(start=start).solve(INSTANCE, np.random.default_rng(1))
    expected = search(INSTANCE, first, np.random.default_rng(1))
    np.testing.assert_array_equal(answer.solution, expected)
    assert INSTANCE.length(answer.solution) < INSTANCE.length(first)


def test_options_are_checked():
    for key, wrong in (("seconds", 0), ("start", "random")):
        with pytest.raises(ConfigError, match=f"{key}: input should be"):
            Or3opt.of({key: wrong})
    assert Or3opt(seconds=0.01).solve(INSTANCE, np.random.default_rng(1)).solution.shape == (20,)
