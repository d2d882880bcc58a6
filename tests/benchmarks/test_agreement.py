"""Hand-written heuristics give tours; agreement counts edges, directed where distances are."""

import numpy as np
import pytest
from thinkers_tsp.instance import TspInstance


@pytest.fixture(scope="module")
def agreement(script):
    return script("agreement")


def task(cities=9, seed=0, symmetric=False):
    ways = np.random.default_rng(seed).random((cities, cities))
    ways = (ways + ways.T) / 2 if symmetric else ways
    np.fill_diagonal(ways, 0)
    return TspInstance(ways)


@pytest.mark.parametrize("symmetric", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_every_heuristic_gives_a_tour_no_shorter_than_the_optimum(agreement, seed, symmetric):
    one = task(seed=seed, symmetric=symmetric)
    lengths = {}
    for name, find in agreement.HEURISTICS.items():
        tour = find(one)
        assert sorted(tour.tolist()) == list(range(9)), name
        lengths[name] = one.length(tour)
    assert min(lengths.values()) == pytest.approx(lengths["optimum"])


def test_patching_leaves_an_assignment_that_is_a_tour_as_it_is(agreement):
    ways = np.full((5, 5), 10.0)
    order = [0, 3, 1, 4, 2]
    for here, there in zip(order, np.roll(order, -1), strict=True):
        ways[here, there] = 1.0
    np.fill_diagonal(ways, 0)
    assert agreement.patched(TspInstance(ways)).tolist() == order


def test_cycles_part_a_permutation(agreement):
    assert agreement.cycles(np.array([1, 0, 2, 4, 5, 3])) == [[0, 1], [2], [3, 4, 5]]


def test_an_edge_has_a_direction_only_where_distances_have_one(agreement):
    forth, back = np.array([0, 1, 2, 3]), np.array([3, 2, 1, 0])
    one, other = (agreement.edges(tour, symmetric=True) for tour in (forth, back))
    assert agreement.agreement(one, other, set()) == (4, 4)
    assert agreement.agreement(one, other, other) == (4, 0)
    one, other = (agreement.edges(tour, symmetric=False) for tour in (forth, back))
    assert agreement.agreement(one, other, set()) == (0, 0)


def test_the_table_gives_the_optimum_its_due(agreement):
    tasks = [task(seed=seed) for seed in range(2)]
    best = [agreement.HEURISTICS["optimum"](one) for one in tasks]
    tours = [[tour] * len(agreement.ITERATIONS) for tour in best]
    first, *_ = agreement.table(tours, tasks)
    assert first.split()[:2] == ["1", "0.00"]
    assert first.endswith("100.0 ( 0.0)")
