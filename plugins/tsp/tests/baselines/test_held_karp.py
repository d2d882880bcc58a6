"""Held-Karp proves the optimum of small instances and refuses large ones."""

import numpy as np
import pytest
from thinkers_tsp.baselines.held_karp import HeldKarp
from thinkers_tsp.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_optimum_with_its_proof(kind, shortest):
    instance = KINDS[kind](np.random.default_rng(2), 8)
    answer = HeldKarp().solve(instance, np.random.default_rng(0))
    assert answer.proved
    assert answer.bound == instance.length(answer.solution)
    assert answer.bound == pytest.approx(shortest(instance.distances))


def test_beyond_15_cities_it_says_why_not():
    rng = np.random.default_rng(0)
    assert HeldKarp().unsuitable(KINDS["euclidean"](rng, 15)) == ""
    reason = HeldKarp().unsuitable(KINDS["euclidean"](rng, 16))
    assert reason == "16 cities, it takes at most 15"
