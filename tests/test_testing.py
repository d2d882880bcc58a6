"""Each rule of the contracts finds the plugin that breaks it, and passes the one that does not."""

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import BaselineAnswer, Batch, Verdict
from thinkers.nets import DTR
from thinkers.testing import (
    BaselineContract,
    Check,
    ContractError,
    ProblemContract,
    ThinkerContract,
    baseline_checks,
    problem_checks,
    thinker_checks,
)

SMALL = PrefixSums.Params.of({"bits": 8})


@pytest.fixture(autouse=True)
def restored():
    """One of the faults changes numpy's global random numbers."""
    state = np.random.get_state()  # noqa: NPY002
    yield
    np.random.set_state(state)  # noqa: NPY002


def failures(checks):
    """The names of the checks that do not pass."""
    failed = []
    for check in checks:
        try:
            check()
        except Exception:
            failed.append(check.name)
    return failed


class Shouting(PrefixSums):
    name = "LOUD"


class Unseeded(PrefixSums):
    def generate(self, rng, count, params):
        return super().generate(np.random.default_rng(), count, params)


class CountDependent(PrefixSums):
    def generate(self, rng, count, params):
        return list(rng.integers(0, 2, (params.bits, count)).T)


class Global(PrefixSums):
    def generate(self, rng, count, params):
        np.random.random()  # noqa: NPY002  the fault to be found
        return super().generate(rng, count, params)


class Double(PrefixSums):
    def encode(self, instances, encoding, solutions=None):
        batch = super().encode(instances, encoding, solutions)
        return Batch(batch.inputs.astype(np.float64), batch.mask, batch.targets)


class Generous(PrefixSums):
    def encode(self, instances, encoding, solutions=None):
        return super().encode(instances, encoding, solutions or self.label(instances))


class Mislabelled(PrefixSums):
    def label(self, instances):
        return [1 - answer for answer in super().label(instances)]


class Inverted(PrefixSums):
    def decode(self, scores, instance, encoding):
        return 1 - super().decode(scores, instance, encoding)


class Lenient(PrefixSums):
    def check(self, instance, solution):
        return Verdict(True)


class Decisive(PrefixSums):
    def decode(self, scores, instance, encoding):
        if (scores[0] == scores[1]).any():
            raise ValueError("a tie")
        return super().decode(scores, instance, encoding)


class Arrays(PrefixSums):
    def describe_solution(self, solution):
        return {"parities": solution}


class Blank(PrefixSums):
    def draw(self, instance, solution):
        raise NotImplementedError


class Backwards(PrefixSums):
    def read(self, path):
        return super().read(path)[::-1]


@pytest.mark.parametrize(
    ("problem", "rule"),
    [
        (Shouting, "described"),
        (Unseeded, "seeded"),
        (CountDependent, "seeded"),
        (Global, "stateless"),
        (Double, "shaped"),
        (Generous, "shaped"),
        (Mislabelled, "labels are right"),
        (Inverted, "labels survive decoding"),
        (Lenient, "wrong answers are found"),
        (Decisive, "any scores decode"),
        (Arrays, "described in json"),
        (Blank, "drawn"),
        (Backwards, "files invert"),
    ],
)
def test_a_problem_that_breaks_a_rule_is_found(problem, rule):
    assert rule in failures(problem_checks(problem(), SMALL))


class Wrong(CumulativeXor):
    def solve(self, instance, rng):
        return BaselineAnswer(1 - instance)


class Moody(CumulativeXor):
    def solve(self, instance, rng):
        return BaselineAnswer(np.random.default_rng().integers(0, 2, len(instance)))


class Boastful(CumulativeXor):
    def solve(self, instance, rng):
        return BaselineAnswer(np.bitwise_xor.accumulate(instance), bound=1.0)


@pytest.mark.parametrize(
    ("baseline", "rule"),
    [
        (Wrong, "answers are feasible"),
        (Moody, "answers are repeatable"),
        (Boastful, "bounds are bounds"),
    ],
)
def test_a_baseline_that_breaks_a_rule_is_found(baseline, rule):
    assert rule in failures(baseline_checks(baseline(), PrefixSums(), SMALL))


class OneSize(DTR):
    def embed(self, inputs):
        thought = super().embed(inputs)
        return thought * torch.ones(6)


class Gossip(DTR):
    def step(self, thought, recall):
        return super().step(thought - thought.mean(0, keepdim=True), recall)


class Dice(DTR):
    def readout(self, thought):
        return super().readout(thought) + torch.rand(1)


class Idle(DTR):
    def __init__(self, signature, config):
        super().__init__(signature, config)
        self.spare = torch.nn.Parameter(torch.ones(1))


@pytest.mark.parametrize(
    ("thinker", "rule"),
    [
        (OneSize, "takes any size"),
        (Gossip, "thinks alone"),
        (Dice, "repeats itself"),
        (Idle, "learns"),
    ],
)
def test_a_thinker_that_breaks_a_rule_is_found(thinker, rule):
    assert f"{rule} (sequence)" in failures(thinker_checks(thinker))


def test_what_keeps_its_contract_passes():
    assert failures(problem_checks(PrefixSums(), SMALL)) == []
    assert failures(baseline_checks(CumulativeXor(), PrefixSums(), SMALL)) == []
    assert failures(thinker_checks(DTR)) == []


def test_a_check_says_which_rule_is_broken():
    [broken] = [c for c in problem_checks(Shouting()) if str(c) == "described"]
    assert isinstance(broken, Check)
    with pytest.raises(ContractError, match="name is lower case"):
        broken()


class TestProblemContract(ProblemContract):
    problem = PrefixSums()
    params = SMALL


class TestBaselineContract(BaselineContract):
    baseline = CumulativeXor()
    problem = PrefixSums()
    params = SMALL


class TestThinkerContract(ThinkerContract):
    thinker = DTR
