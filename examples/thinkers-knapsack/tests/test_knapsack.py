"""A stranger's problem with a number for each instance keeps the contracts; bounds hold."""

from itertools import product

import numpy as np
import pytest

from thinkers import InvalidInstanceError, compare
from thinkers.testing import BaselineContract, ProblemContract

problem = pytest.importorskip("thinkers_knapsack.problem", reason="pip install this example first")
baselines = pytest.importorskip("thinkers_knapsack.baselines")
instance = pytest.importorskip("thinkers_knapsack.instance")

PROBLEM = problem.Knapsack()
KINDS = sorted(PROBLEM.families)


class TestKnapsack(ProblemContract):
    problem = PROBLEM


class TestDynamic(BaselineContract):
    baseline, problem = baselines.Dynamic(), PROBLEM


class TestGreedy(BaselineContract):
    baseline, problem = baselines.Greedy(), PROBLEM


class TestRelaxation(BaselineContract):
    baseline, problem = baselines.Relaxation(), PROBLEM


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_worth_the_most_of_all(kind):
    sacks = PROBLEM.generate(np.random.default_rng(0), 5, PROBLEM.Params(items=8, values=kind))
    for sack, label in zip(sacks, PROBLEM.label(sacks), strict=True):
        every = [np.array(packed) for packed in product((0, 1), repeat=8)]
        worth = max(s @ sack.values for s in every if s @ sack.weights <= sack.capacity)
        assert PROBLEM.check(sack, label).value == worth


def test_the_relaxation_bounds_and_the_greedy_one_is_worse():
    sacks = PROBLEM.generate(np.random.default_rng(0), 20, PROBLEM.Params(items=20))
    rivals = [baselines.Dynamic(), baselines.Greedy(), baselines.Relaxation()]
    exact, greedy, bound = compare(PROBLEM, sacks, [], rivals).rows
    assert bound.bound <= exact.bound == exact.mean_cost < greedy.mean_cost < 0
    assert (exact.gap, exact.proved) == (0, 1)
    assert greedy.gap > 0


def test_what_is_too_heavy_is_infeasible():
    sack, _ = PROBLEM.toy()
    verdict = PROBLEM.check(sack, np.array([1, 1, 0]))
    assert (verdict.feasible, verdict.reason) == (False, "8 is packed, and 5 can be carried")


@pytest.mark.parametrize("weights", [[], [0], [1, 2]])
def test_what_is_no_knapsack_is_refused(weights):
    with pytest.raises(InvalidInstanceError, match="expected"):
        instance.Sack(np.array(weights, int), np.array([1] * min(1, len(weights))), 3)
