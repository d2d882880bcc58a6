"""Each rule about `improve` finds the baseline that breaks it."""

from time import sleep

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import BaselineAnswer, Verdict, minimise
from thinkers.testing import baseline_checks, terms

SMALL = PrefixSums.Params.of({"bits": 8})


class Mistakes(PrefixSums):
    """Any answer is feasible and costs 1 plus its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 1.0 + (right(instance) != solution).sum())


def right(instance):
    return np.bitwise_xor.accumulate(instance)


def worse(instance, terms):
    return BaselineAnswer(1 - right(instance))


def promises(instance, terms):
    terms.report(right(instance))
    return BaselineAnswer(1 - right(instance))


def bounds(instance, terms):
    terms.report(None, 2.0)
    return BaselineAnswer(right(instance))


def slow(instance, terms):
    sleep(terms.seconds + 0.1)
    return BaselineAnswer(right(instance))


@pytest.mark.parametrize(
    ("improve", "rule", "said"),
    [
        (worse, "starts are kept", "not worse than the start"),
        (promises, "reports are real", "not worse than one that was told"),
        (bounds, "reports are real", "no answer is better than a bound"),
        (slow, "time is kept", "0.2 s were given"),
        (lambda instance, terms: None, "time is kept", "expected a BaselineAnswer"),
    ],
)
def test_a_baseline_that_breaks_its_terms_is_found(failures, monkeypatch, improve, rule, said):
    monkeypatch.setattr(terms, "LATE", 0.1)
    members = {
        "takes_start": rule == "starts are kept",
        "improve": lambda self, instance, rng, terms: improve(instance, terms),
    }
    found = failures(
        baseline_checks(type("Broken", (CumulativeXor,), members)(), Mistakes(), SMALL)
    )
    assert said in found[rule]
