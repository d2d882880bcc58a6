"""Answers that nobody can score are held against an appraiser's, and only so."""

import sys

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Appraisal, Baseline, BaselineAnswer, SolveError, Verdict
from thinkers.scoring.comparing import compare
from thinkers.scoring.judging import Judging

BITS = [np.array([1, 0]), np.array([0, 1]), np.array([0, 0])]


def by(appraiser):
    """The argument of `compare` that has it appraise."""
    return {"judging": Judging(appraiser=appraiser)}


class Open(PrefixSums):
    """Any answer is allowed but all zeros, and nobody knows which is right."""

    def check(self, instance, solution):
        if not solution.any():
            return Verdict(False, reason="all zeros")
        return Verdict(True, known=False)


class Ones(Baseline):
    name, problem, summary = "ones", "prefix_sums", "for tests"

    def solve(self, instance, rng):
        return BaselineAnswer(np.ones_like(instance))


class Copy(Ones):
    name = "copy"

    def solve(self, instance, rng):
        return BaselineAnswer(instance)


class Expert(Ones):
    """Would answer ones, and loses a point for each zero."""

    name, appraisal_unit = "expert", "points"

    def appraise(self, instance, solution):
        ones = np.ones_like(instance)
        return Appraisal(ones, 7.0, float((solution != ones).sum()))


class Tired(Expert):
    def appraise(self, instance, solution):
        raise SolveError("asleep")


def test_agreement_and_loss_are_those_of_a_plain_count():
    found = compare(Open(), BITS[:2], [], [Ones(), Copy(), Expert()])
    ones, copy, expert = found.appraised
    assert (ones.agreement, ones.loss, ones.unit) == (1, 0, "points")
    assert (copy.agreement, copy.loss) == (0, 1)
    assert {row.appraiser for row in found.appraised} == {"expert"}
    assert expert.instances == 2


def test_an_answer_that_is_not_allowed_has_no_loss_and_leaves_no_mean():
    copy, _ = compare(
        Open(), BITS, [], [Copy(), Ones()], judging=Judging(appraiser=Expert())
    ).appraised
    assert copy.allowed == pytest.approx(2 / 3)
    assert (copy.agreement, copy.loss) == (0, None)


def test_without_an_appraiser_nothing_is_claimed():
    ones, _ = compare(Open(), BITS, [], [Ones(), Copy()]).appraised
    assert (ones.appraiser, ones.agreement, ones.loss, ones.unit) == ("", None, None, "")


def test_an_appraiser_that_fails_is_noted():
    ones, _ = compare(
        Open(), BITS, [], [Ones(), Copy()], judging=Judging(appraiser=Tired())
    ).appraised
    assert (ones.agreement, ones.loss) == (None, None)
    assert ones.note == "could not be appraised: asleep"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: 1 / 0, "ZeroDivisionError"),
        (lambda: sys.exit(0), "SystemExit"),
        (lambda: "a string", "AttributeError"),
        (lambda: Appraisal(BITS[0], 0.0, float("nan")), "ValueError: it says a loss of nan"),
        (lambda: Appraisal(BITS[0], 0.0, "much"), "ValueError"),
    ],
)
def test_an_appraiser_that_fails_in_any_way_costs_its_judgement_and_not_the_table(act, said):
    class Liar(Expert):
        def appraise(self, instance, solution):
            return act()

    ones, _ = compare(
        Open(), BITS[:2], [], [Ones(), Copy()], judging=Judging(appraiser=Liar())
    ).appraised
    assert (ones.allowed, ones.agreement, ones.loss) == (1, None, None)
    assert said in ones.note
