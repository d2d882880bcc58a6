"""Local search is farthest insertion, improved: never longer, and a search without kicks."""

import numpy as np
import pytest
from thinkers_tsp.baselines.insertion import FarthestInsertion, LocalSearch
from thinkers_tsp.generator import generate
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.search import search

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_local_search_is_farthest_insertion_and_moves(kind):
    shorter = 0
    for instance in generate(np.random.default_rng(0), 5, 15, kind):
        start = FarthestInsertion().solve(instance, RNG).solution
        tour = LocalSearch().solve(instance, RNG).solution
        np.testing.assert_array_equal(tour, search(instance, start, RNG, kicks=0))
        assert instance.length(tour) <= instance.length(start)
        shorter += instance.length(tour) < instance.length(start)
    easy = {"line", "clustered", "duplicates"}  # often shortest before any move
    assert shorter or kind in easy
