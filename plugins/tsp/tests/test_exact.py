"""Exact solvers agree with trying every order, with published optima, and prove what they say."""

import numpy as np
import pytest
from thinkers_tsp.exact import MOST_CITIES, UNITS, circuit, held_karp, integer_scale
from thinkers_tsp.formats import read
from thinkers_tsp.generator import KINDS, generate
from thinkers_tsp.instance import TspInstance


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("cities", [3, 4, 7, 8])
def test_held_karp_equals_brute_force(kind, cities, shortest):
    instances = generate(np.random.default_rng(cities), 4, cities, kind)
    tours = held_karp(np.stack([instance.distances for instance in instances]))
    for instance, tour in zip(instances, tours, strict=True):
        assert sorted(tour.tolist()) == list(range(cities))
        assert instance.length(tour) == pytest.approx(shortest(instance.distances))


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("cities", [3, 8])
def test_circuit_equals_brute_force_and_proves_it(kind, cities, shortest):
    for instance in generate(np.random.default_rng(cities), 2, cities, kind):
        found = circuit(instance.distances, 10.0)
        best = shortest(instance.distances)
        assert found.proved
        assert sorted(found.tour.tolist()) == list(range(cities))
        assert instance.length(found.tour) == pytest.approx(best)
        assert best * (1 - 1e-6) <= found.bound <= best * (1 + 1e-9)


def test_circuit_bounds_integers_exactly(shortest):
    distances = np.random.default_rng(0).integers(1, 50, (7, 7)).astype(float)
    found = circuit(distances, 10.0)
    assert found.bound == shortest(distances)


def test_circuit_takes_a_hint():
    distances = generate(np.random.default_rng(1), 1, 8, "asymmetric")[0].distances
    plain, hinted = circuit(distances, 10.0), circuit(distances, 10.0, hint=np.arange(8))
    length = TspInstance(distances).length
    assert length(hinted.tour) == pytest.approx(length(plain.tour))


def test_circuit_without_time_claims_nothing():
    distances = generate(np.random.default_rng(0), 1, 20, "euclidean")[0].distances
    found = circuit(distances, 1e-9)
    assert not found.proved
    assert found.tour is None
    assert found.bound >= 0


def test_scale_leaves_integers_alone():
    assert integer_scale(np.array([[0.0, 7.0], [8.0, 0.0]])) == 1.0
    assert integer_scale(np.zeros((3, 3))) == 1.0
    assert integer_scale(np.array([[0.0, 0.5], [0.25, 0.0]])) == UNITS / 0.5
    assert integer_scale(np.array([[0.0, 1e12], [1e12, 0.0]])) == UNITS / 1e12


def test_held_karp_finds_a_published_optimum(tsplib):
    instance = read(tsplib / "tsp/burma14.tsp")[0]
    assert instance.cities <= MOST_CITIES
    assert instance.length(held_karp(instance.distances[None])[0]) == 3323


@pytest.mark.parametrize(("name", "optimum"), [("tsp/gr17.tsp", 2085), ("atsp/ftv33.atsp", 1286)])
def test_circuit_finds_published_optima(tsplib, name, optimum):
    instance = read(tsplib / name)[0]
    found = circuit(instance.distances, 300.0)  # about 2 s alone on a core
    assert (instance.length(found.tour), found.bound, found.proved) == (optimum, optimum, True)
