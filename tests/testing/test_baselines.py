"""Each rule finds the baseline that breaks it."""

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import BaselineAnswer, Verdict, minimise
from thinkers.testing import baseline_checks

SMALL = PrefixSums.Params.of({"bits": 8})


class Mistakes(PrefixSums):
    """Any answer is feasible and costs 1 plus its wrong bits."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, 1.0 + (np.cumsum(instance) % 2 != solution).sum())


def broken(**members):
    """A baseline like `CumulativeXor` but for some members."""
    return type("Broken", (CumulativeXor,), members)


def answers(solve, **members):
    """A baseline whose answers are what `solve` makes of an instance."""
    return broken(solve=lambda self, instance, rng: solve(instance), **members)


def right(instance):
    return np.bitwise_xor.accumulate(instance)


def by_chance(instance):
    return BaselineAnswer(right(instance) ^ np.random.default_rng().integers(0, 2, len(instance)))


def erases(instance):
    instance.setflags(write=True)  # nobody does that by mistake
    instance[:] = 0
    return BaselineAnswer(instance.copy())


BASELINES = [
    (broken(problem="tsp"), PrefixSums, "answers are feasible", "names its problem"),
    (answers(lambda i: BaselineAnswer(1 - i)), PrefixSums, "answers are feasible", "are wrong"),
    (answers(by_chance), Mistakes, "answers are repeatable", "the same seed"),
    (
        answers(lambda i: BaselineAnswer(right(i), bound=1.1)),
        Mistakes, "bounds are bounds", "no answer is better than the bound",
    ),
    (
        answers(lambda i: BaselineAnswer(1 - right(i), proved=True)),
        Mistakes, "bounds are bounds", "proved answers are optimal",
    ),
    (answers(erases), Mistakes, "instances are left alone", "left as it was"),
]  # fmt: skip


@pytest.mark.parametrize(("baseline", "problem", "rule", "said"), BASELINES)
def test_a_baseline_that_breaks_a_rule_is_found(failures, baseline, problem, rule, said):
    found = failures(baseline_checks(baseline(), problem(), SMALL))
    assert list(found) == [rule]
    assert said in found[rule]


def test_a_baseline_is_not_tried_on_what_does_not_suit_it(failures):
    picky = answers(lambda i: BaselineAnswer(1 - i), unsuitable=lambda self, instance: "not now")
    assert failures(baseline_checks(picky(), PrefixSums(), SMALL)) == {}
