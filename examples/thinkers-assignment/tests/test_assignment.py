"""A stranger's problem on rectangular, padded matrices keeps the contracts."""

from itertools import permutations

import numpy as np
import pytest

from thinkers.testing import BaselineContract, ProblemContract

pytest.importorskip("scipy")
problem = pytest.importorskip(
    "thinkers_assignment.problem", reason="pip install this example first"
)
baselines = pytest.importorskip("thinkers_assignment.baselines")

PROBLEM = problem.Assignment()


class TestAssignment(ProblemContract):
    problem = PROBLEM


class TestRectangular(ProblemContract):
    problem, params = PROBLEM, PROBLEM.Params(agents=5, spare=4, costs="profits")


class TestScipy(BaselineContract):
    baseline, problem = baselines.Scipy(), PROBLEM


class TestCheapest(BaselineContract):
    baseline, problem = baselines.Cheapest(), PROBLEM


@pytest.mark.parametrize("spare", [0, 2])
@pytest.mark.parametrize("kind", ["uniform", "product", "profits"])
def test_labels_cost_the_least_of_all(kind, spare):
    params = PROBLEM.Params(agents=4, spare=spare, costs=kind)
    for costs in PROBLEM.generate(np.random.default_rng(0), 5, params):
        [label] = PROBLEM.label([costs])
        every = permutations(range(4 + spare), 4)
        least = min(sum(costs[agent, job] for agent, job in enumerate(jobs)) for jobs in every)
        assert PROBLEM.check(costs, label).cost == pytest.approx(least)


def test_instances_of_different_sizes_share_a_batch():
    rng = np.random.default_rng(0)
    drawn = [PROBLEM.generate(rng, 1, PROBLEM.Params(agents=n))[0] for n in (3, 6, 8)]
    encoding = PROBLEM.encodings["costs"]
    assert {encoding.shape(costs) for costs in drawn} == {(8, 8)}
    batch = encoding.encode(drawn, PROBLEM.label(drawn))
    assert batch.present.sum((1, 2)).tolist() == [9, 36, 64]
