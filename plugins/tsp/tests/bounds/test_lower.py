"""No tour is shorter than the bound, to the bit; and the penalties prove it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse.csgraph import minimum_spanning_tree
from thinkers_tsp.bounds import held_karp_bound, lower_bound
from thinkers_tsp.circuit import circuit
from thinkers_tsp.exact import held_karp
from thinkers_tsp.formats import read
from thinkers_tsp.generator import generate
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp
from thinkers_tsp.valid import MAX_CITIES


def shortest(instance):
    """The exact length of the shortest tour, by the dynamic programme."""
    (tour,) = held_karp(instance.distances[None])
    return sum(map(Fraction, instance.legs(tour, np.roll(tour, -1)).tolist()))


def cheapest_trees(distances, pi):
    """What stands in the docstring, in floats: a tree, legs of city 0, less all penalties."""
    cost = distances + pi[0][:, None] + pi[1]
    either = np.minimum(cost, cost.T)[1:, 1:]
    above = either - either.min() + 1  # scipy takes 0 for no edge
    tree = minimum_spanning_tree(above).sum() + (len(above) - 1) * (either.min() - 1)
    out, home = cost[0, 1:], cost[1:, 0]
    apart = ~np.eye(len(out), dtype=bool)
    return tree + (out[:, None] + home)[apart].min() - pi.sum()


def drawn(seed, cities, symmetric, whole, huge, share):
    rng = np.random.default_rng(seed)
    ways = rng.integers(0, 9, (cities,) * 2) if whole else rng.random((cities,) * 2)
    ways = np.where(rng.random(ways.shape) < share, huge, ways.astype(float))
    return TspInstance(np.minimum(ways, ways.T) if symmetric else ways)


HARD = st.builds(
    drawn,
    st.integers(0, 2**32),
    st.integers(3, 9),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0.0, 1e-99, 10.0, 1e4, 2**31 - 1, 2**53 + 2, 1e30, 1e90]),
    st.floats(0, 0.8),
)


@settings(max_examples=150, deadline=None)
@given(HARD)
def test_no_tour_is_shorter_than_the_bound(instance):
    best = shortest(instance)
    assert lower_bound(instance) <= best
    bound, _ = held_karp_bound(instance.distances)
    assert bound <= best
    assert bound >= 0


@settings(max_examples=60, deadline=None)
@given(HARD)
def test_compiled_and_plain_find_the_same(instance):
    distances = instance.distances
    plain, compiled = (held_karp_bound(distances, 400, compiled=each) for each in (False, True))
    assert plain[0] == compiled[0]
    np.testing.assert_array_equal(plain[1], compiled[1])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_penalties_prove_the_bound(kind):
    for cities in (3, 8, 30):
        for instance in generate(np.random.default_rng(cities), 2, cities, kind):
            bound, pi = held_karp_bound(instance.distances)
            scale = cities * instance.distances.max()
            assert cheapest_trees(instance.distances, pi) == pytest.approx(bound, abs=1e-9 * scale)
            if instance.symmetric:
                np.testing.assert_array_equal(*pi)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_bound_is_near_the_shortest_tour_and_no_lower_than_the_assignment(kind):
    """Of few cities; asymmetric distances may leave a wider gap, as any relaxation does."""
    for instance in generate(np.random.default_rng(1), 4, 12, kind):
        bound, best = lower_bound(instance), float(shortest(instance))
        assert bound >= (0.95 if instance.symmetric else 0.75) * best
        away = np.where(np.eye(12), 1e9, instance.distances)
        assert bound >= away[linear_sum_assignment(away)].sum() * (1 - 1e-9)


def test_an_exact_solver_finds_no_shorter_tour():
    for kind in ("euclidean", "asymmetric", "streets"):
        [instance] = generate(np.random.default_rng(2), 1, 20, kind)
        found = circuit(instance.distances, 60.0)
        assert found.proved
        assert 0.95 * found.bound <= lower_bound(instance) <= instance.length(found.tour)


def test_a_whole_number_where_all_distances_are():
    rng = np.random.default_rng(0)
    for _ in range(20):
        instance = TspInstance(rng.integers(1, 50, (7, 7)).astype(float))
        assert lower_bound(instance).is_integer()
        assert lower_bound(instance) <= shortest(instance)


@pytest.mark.parametrize("unit", [1e-100, 1e-30, 1.0, 2.0**40, 1e99])
def test_any_unit_of_length(unit):
    [instance] = generate(np.random.default_rng(0), 1, 9, "euclidean")
    scaled = TspInstance(instance.distances * unit)
    assert lower_bound(scaled) == pytest.approx(lower_bound(instance) * unit, rel=1e-6, abs=0)
    assert lower_bound(scaled) <= shortest(scaled)


def test_cities_on_a_line_and_in_one_place():
    [line] = generate(np.random.default_rng(0), 1, 100, "line")
    assert lower_bound(line) == pytest.approx(2 * line.distances.max(), rel=1e-11)
    assert lower_bound(TspInstance(np.zeros((5, 5)))) == 0


def test_a_tree_that_is_a_tour_ends_the_ascent(shortest):
    instance, _ = Tsp().toy()
    bound, _ = held_karp_bound(instance.distances, rounds=10**9)
    assert bound == shortest(instance.distances) == 4


def test_more_trees_give_no_lower_bound_than_one():
    for kind in ("euclidean", "asymmetric"):
        [instance] = generate(np.random.default_rng(3), 1, 25, kind)
        one, many = (held_karp_bound(instance.distances, rounds)[0] for rounds in (1, 300))
        assert one < many


def test_no_bound_of_more_cities_than_a_matrix_holds():
    points = np.random.default_rng(0).random((MAX_CITIES + 1, 2))
    assert Tsp().lower_bound(TspInstance.of(points)) is None


@pytest.mark.parametrize(
    ("name", "optimum"),
    [("tsp/gr17.tsp", 2085), ("tsp/eil51.tsp", 426), ("atsp/ftv33.atsp", 1286)],
)
def test_published_optima_are_not_below_and_near(tsplib, name, optimum):
    [instance] = read(tsplib / name)
    assert 0.9 * optimum <= lower_bound(instance) <= optimum
