"""CP-SAT's circuits are shortest, whatever stands for a forbidden leg, and bounds are bounds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.circuit import MAX_UNITS, TOLERANCE, UNITS, circuit, integer_scale
from thinkers_tsp.exact import held_karp
from thinkers_tsp.formats import read
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS

DATA = Path(__file__).parent / "data"


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


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(4, 8),
    st.sampled_from([1.0, 1e3, 1e4, 1e9, 1e13, 2**31 - 1, 1e30, 1e90]),
    st.floats(0, 0.7),
    st.booleans(),
    st.booleans(),
)
def test_forbidden_legs_of_any_size_change_no_optimum(seed, cities, huge, share, whole, hinted):
    """Where a tour can do without them, and where it cannot."""
    rng = np.random.default_rng(seed)
    distances = (
        rng.integers(1, 99, (cities,) * 2).astype(float) if whole else rng.random((cities,) * 2)
    )
    distances = np.where(rng.random((cities, cities)) < share, huge, distances)
    instance = TspInstance(distances)
    best = instance.length(held_karp(instance.distances[None])[0])
    hint = rng.permutation(cities) if hinted else None
    found = circuit(instance.distances, 60.0, hint)
    assert found.proved
    assert instance.length(found.tour) == pytest.approx(best, rel=TOLERANCE)
    assert best * (1 - 2 * TOLERANCE) <= found.bound <= best * (1 + 1e-14)


@pytest.mark.parametrize("name", ["forbidden-arcs-1e4.atsp", "forbidden-arcs-1e13.atsp"])
def test_a_file_with_forbidden_legs(name):
    (instance,) = read(DATA / name)
    found = circuit(instance.distances, 60.0, hint=np.arange(instance.cities))
    assert (instance.length(found.tour), found.bound, found.proved) == (211, 211, True)


def test_a_hint_is_never_lost():
    (instance,) = generate(np.random.default_rng(0), 1, 20, "euclidean")
    found = circuit(instance.distances, 1e-9, hint=np.arange(20))
    np.testing.assert_array_equal(found.tour, np.arange(20))
    assert not found.proved


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(0, 1e100), min_size=1, max_size=30)
    | st.lists(st.integers(0, 2**53).map(float), min_size=1, max_size=30)
)
def test_a_scale_rounds_nothing_and_fits_int64(numbers):
    distances = np.array(numbers)
    scale = integer_scale(distances)
    assert np.log2(scale) % 1 == 0
    counts = distances * scale
    assert counts.max() <= UNITS
    assert counts.sum() <= MAX_UNITS
    whole = all(number.is_integer() for number in numbers)
    if whole and max(numbers) <= UNITS and sum(numbers) <= MAX_UNITS:
        assert scale == 1
    elif max(numbers) > 1e-100:
        assert max(counts.max() / UNITS, counts.sum() / MAX_UNITS) > 0.24


def test_scale_leaves_integers_alone():
    assert integer_scale(np.array([[0.0, 7.0], [8.0, 0.0]])) == 1.0
    assert integer_scale(np.zeros((3, 3))) == 1.0
    assert integer_scale(np.array([0.5])) == 2.0**40


@pytest.mark.parametrize(("name", "optimum"), [("tsp/gr17.tsp", 2085), ("atsp/ftv33.atsp", 1286)])
def test_circuit_finds_published_optima(tsplib, name, optimum):
    instance = read(tsplib / name)[0]
    found = circuit(instance.distances, 300.0)  # about 2 s alone on a core
    assert (instance.length(found.tour), found.bound, found.proved) == (optimum, optimum, True)


def test_a_model_that_could_not_be_built_in_time_is_not_begun(monkeypatch):
    """It cannot be interrupted: 500 cities took 3 s of a budget of half a second."""
    distances = np.random.default_rng(0).random((60, 60))
    hint = np.arange(60)
    monkeypatch.setattr("thinkers_tsp.circuit._solver", None)
    found = circuit(distances, 1e-6 * 60**2, hint=hint)
    np.testing.assert_array_equal(found.tour, hint)
    assert not found.proved
    assert found.bound == 0
