"""Local search is farthest insertion, refined: never longer, and what --refine gives."""

import numpy as np
import pytest
from thinkers_tsp.baselines.insertion import FarthestInsertion, LocalSearch
from thinkers_tsp.generator import KINDS, generate
from thinkers_tsp.problem import Tsp

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_local_search_starts_from_farthest_insertion(kind):
    shorter = 0
    for instance in generate(np.random.default_rng(0), 5, 15, kind):
        start = FarthestInsertion().solve(instance, RNG).solution
        tour = LocalSearch().solve(instance, RNG).solution
        np.testing.assert_array_equal(tour, Tsp().refine(instance, start))
        assert instance.length(tour) <= instance.length(start)
        shorter += instance.length(tour) < instance.length(start)
    assert shorter
