"""A value to be maximised is a cost with its sign turned, and a verdict fits its objective."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Problem, Verdict, maximise, minimise
from thinkers.errors import PluginError
from thinkers.testing import ContractError, problem_checks

VALUES = st.lists(st.floats(-100, 100).filter(lambda one: one == 0 or abs(one) > 1e-3), min_size=1)


def debt(instance, solution):
    return float((np.cumsum(instance) % 2 != solution).sum()) - 10


class Debt(PrefixSums):
    """What is wrong costs one a bit, and the right answer brings in ten."""

    objective = minimise("debt")

    def check(self, instance, solution):
        return Verdict(True, debt(instance, solution))


class Gain(Debt):
    """The mirror image."""

    objective = maximise("gain")

    def check(self, instance, solution):
        return Verdict(True, value=0 - debt(instance, solution))


class Odd(Debt):
    def check(self, instance, solution):
        return Verdict(True, value=1.0)


class Mute(Gain):
    def check(self, instance, solution):
        return Verdict(True, 1.0)


@given(VALUES)
def test_a_value_is_a_cost_with_its_sign_turned(values):
    for value in values:
        verdict = Verdict(True, value=value)
        assert (verdict.value, verdict.cost) == (value, 0 - value)
        assert maximise("gain").turned(verdict.cost) == verdict.value
        assert minimise("debt").turned(value) == value


def test_an_infeasible_answer_is_worth_nothing_and_costs_infinitely_much():
    verdict = Verdict(False, value=7.0, reason="not independent")
    assert (verdict.cost, verdict.value) == (inf, None)


def test_a_verdict_has_a_cost_or_a_value():
    with pytest.raises(ValueError, match="a cost or a value, not both"):
        Verdict(True, 3.0, value=3.0)


def broken(checks):
    """The names of the checks that fail."""
    found = []
    for check in checks:
        try:
            check()
        except ContractError:
            found.append(str(check))
    return found


@pytest.mark.parametrize("problem", [Debt(), Gain()])
def test_costs_below_zero_and_values_keep_the_contracts_of_a_problem(problem):
    assert broken(problem_checks(problem, problem.Params.of({"bits": 8}))) == []


@pytest.mark.parametrize(
    ("problem", "said"), [(Odd(), "without a value"), (Mute(), "the value of")]
)
def test_a_verdict_that_does_not_fit_the_objective_is_refused(problem, said):
    with pytest.raises(PluginError, match=said):
        problem.check(*problem.toy())


def test_an_objective_is_declared_as_one():
    assert Problem.objective is None
    assert maximise("size").words(-5) == "size 5"
    assert minimise("length").words(2.5) == "length 2.5"
