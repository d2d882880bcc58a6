"""The best nearest-neighbour tour is the shortest over all starts; the plain one starts at 0."""

import csv

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.baselines.nearest import BestNearestNeighbour, NearestNeighbour
from thinkers_tsp.constructions import nearest_measured
from thinkers_tsp.formats import read
from thinkers_tsp.kinds import KINDS

RNG = np.random.default_rng(0)


def walk(distances, start):
    tour = [start]
    while len(tour) < len(distances):
        left = set(range(len(distances))) - set(tour)
        tour.append(min(left, key=lambda city: (distances[tour[-1], city], city)))
    return np.array(tour)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(3, 8))
def test_both_equal_a_plain_walk(kind, seed, cities):
    instance = KINDS[kind](np.random.default_rng(seed), cities)
    walks = [walk(instance.distances, start) for start in range(cities)]
    one = NearestNeighbour().solve(instance, RNG).solution
    np.testing.assert_array_equal(one, walks[0])
    best = BestNearestNeighbour().solve(instance, RNG).solution
    assert instance.length(best) == min(map(instance.length, walks))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.integers(0, 2**32), st.integers(3, 8))
def test_it_is_the_same_without_a_matrix(kind, seed, cities):
    instance = KINDS[kind](np.random.default_rng(seed), cities)
    np.testing.assert_array_equal(nearest_measured(instance), walk(instance.distances, 0))


def test_lengths_equal_those_measured_elsewhere(tsplib):
    with (tsplib / "classical_gaps.csv").open() as table:
        for row in csv.DictReader(table):
            (instance,) = read(tsplib / row["kind"] / f"{row['name']}.{row['kind']}")
            tour = NearestNeighbour().solve(instance, RNG).solution
            assert instance.length(tour) == float(row["nn"])
