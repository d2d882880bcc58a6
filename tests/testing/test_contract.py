"""Contracts pass what keeps them, and say what is wrong: as checks, and as classes of tests."""

import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import BaselineAnswer
from thinkers.nets import DTR
from thinkers.testing import (
    BaselineContract,
    ContractError,
    ProblemContract,
    ThinkerContract,
    baseline_checks,
    problem_checks,
    thinker_checks,
)

SMALL = PrefixSums.Params.of({"bits": 8})


class Loud(PrefixSums):
    """Its name is not lower case."""

    name = "LOUD"


class Wrong(CumulativeXor):
    """It is never right."""

    def solve(self, instance, rng):
        return BaselineAnswer(1 - instance)


class Misdescribed(DTR):
    """Its pieces leave out the last operation of its step."""

    def pieces(self):
        return super().pieces()[:-1]


def test_what_keeps_its_contract_passes(failures):
    assert failures(problem_checks(PrefixSums(), SMALL)) == {}
    assert failures(baseline_checks(CumulativeXor(), PrefixSums(), SMALL)) == {}
    assert failures(thinker_checks(DTR)) == {}


def test_a_broken_rule_is_an_assertion_that_says_what_is_wrong():
    described = problem_checks(Loud())[0]
    with pytest.raises(ContractError, match="name is lower case"):
        described()
    assert issubclass(ContractError, AssertionError)


@pytest.mark.parametrize(
    ("contract", "subject", "said"),
    [
        (ProblemContract, {"problem": Loud()}, "name is lower case"),
        (BaselineContract, {"baseline": Wrong(), "problem": PrefixSums()}, "bits are wrong"),
        (ThinkerContract, {"thinker": Misdescribed}, "pieces"),
    ],
)  # fmt: skip
def test_classes_fail_as_their_checks_do(contract, subject, said):
    test = type("TestIt", (contract,), {"params": SMALL, **subject})()
    with pytest.raises(ContractError, match=said):
        test.test_contract()


class TestProblemContract(ProblemContract):
    problem = PrefixSums()
    params = SMALL


class TestBaselineContract(BaselineContract):
    baseline = CumulativeXor()
    problem = PrefixSums()
    params = SMALL


class TestThinkerContract(ThinkerContract):
    thinker = DTR
