"""A stranger's plugin keeps the contracts of `thinkers.testing`."""

import pytest

from thinkers.testing import BaselineContract, ProblemContract

problem = pytest.importorskip("thinkers_majority.problem", reason="pip install this example first")
baseline = pytest.importorskip("thinkers_majority.baseline")


class TestMajority(ProblemContract):
    problem = problem.Majority()


class TestCount(BaselineContract):
    baseline, problem = baseline.Count(), problem.Majority()
