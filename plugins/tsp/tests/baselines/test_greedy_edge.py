"""Greedy edge takes the shortest edge that fits, and refuses asymmetric instances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.baselines import greedy_edge
from thinkers_tsp.baselines.greedy_edge import GreedyEdge
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.kinds.matrices import symmetric

RNG = np.random.default_rng(0)


def greedy(distances):
    """The edges of the path, each part kept as a list of cities."""
    parts = [[city] for city in range(len(distances))]
    while len(parts) > 1:
        _, one, other = min(
            (distances[a, b], one, other)
            for one in range(len(parts))
            for other in range(one)
            for a in {parts[one][0], parts[one][-1]}
            for b in {parts[other][0], parts[other][-1]}
        )
        left, right = parts.pop(one), parts.pop(other)
        joins = [
            (distances[x[-1], y[0]], x + y)
            for x in (left, left[::-1])
            for y in (right, right[::-1])
        ]
        parts.append(min(joins)[1])
    return np.array(parts[0])


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 9))
def test_it_joins_the_parts_that_are_nearest(seed, cities):
    instance = symmetric(np.random.default_rng(seed), cities)
    tour = GreedyEdge().solve(instance, RNG).solution
    assert instance.length(tour) == pytest.approx(instance.length(greedy(instance.distances)))


def test_without_a_matrix_tours_are_nearly_as_short(monkeypatch):
    instance = KINDS["euclidean"](np.random.default_rng(0), 500)
    exact = instance.length(GreedyEdge().solve(instance, RNG).solution)
    monkeypatch.setattr(greedy_edge, "MAX_CITIES", 100)
    tour = GreedyEdge().solve(instance, RNG).solution
    assert sorted(tour.tolist()) == list(range(500))
    assert instance.length(tour) == pytest.approx(exact, rel=0.03)


@pytest.mark.parametrize("kind", ["asymmetric", "triangle"])
def test_asymmetric_instances_are_refused_with_the_reason(kind):
    instance = KINDS[kind](np.random.default_rng(0), 5)
    assert GreedyEdge().unsuitable(instance) == "its distances are not symmetric"
    assert not GreedyEdge().cheap(instance)
