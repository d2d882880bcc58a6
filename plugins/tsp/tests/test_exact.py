"""The dynamic programme agrees with trying every order, and with a published optimum."""

import numpy as np
import pytest
from thinkers_tsp.exact import MAX_CITIES, held_karp
from thinkers_tsp.formats import read
from thinkers_tsp.generator import generate
from thinkers_tsp.kinds import KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("cities", [3, 4, 7, 8])
def test_held_karp_equals_brute_force(kind, cities, shortest):
    instances = generate(np.random.default_rng(cities), 4, cities, kind)
    tours = held_karp(np.stack([instance.distances for instance in instances]))
    for instance, tour in zip(instances, tours, strict=True):
        assert sorted(tour.tolist()) == list(range(cities))
        assert instance.length(tour) == pytest.approx(shortest(instance.distances))


def test_held_karp_finds_a_published_optimum(tsplib):
    instance = read(tsplib / "tsp/burma14.tsp")[0]
    assert instance.cities <= MAX_CITIES
    assert instance.length(held_karp(instance.distances[None])[0]) == 3323
