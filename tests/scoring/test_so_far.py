"""What is counted so far is what the answers say, in whatever order they come."""

from math import inf

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_tsp.problem import Tsp

from thinkers import Verdict
from thinkers.scoring.contest import Contest, Given
from thinkers.scoring.runs import Answer
from thinkers.scoring.so_far import SoFar, Tally
from thinkers.scoring.solver import Solver


class Named(Solver):
    problem, name, kinds = Tsp(), "", ()

    def __init__(self, name, *kinds):
        self.name, self.kinds = name, kinds

    def answers(self, places, instances, watch):
        raise NotImplementedError


def tally(*solvers, problem=Tsp):
    return Tally(Contest(problem(), [np.ones(2)] * 4, solvers))


def answer(cost, seconds=1.0, *, known=True):
    return Answer(Verdict(cost < inf, cost, known=known), seconds, solution=0)


MODEL, EXACT = Named("net", "model", "refined"), Named("exact", "baseline")


def test_only_solvers_that_have_begun_have_lines():
    found = tally(MODEL, EXACT)
    assert found.lines() == []
    found.begin("net")
    assert found.lines() == [SoFar("net", "model", 0), SoFar("net", "refined", 0)]
    found.add([Given(1, 2, (answer(3.0),))])
    assert found.lines()[2:] == [SoFar("exact", "baseline", 1, 1.0, 3.0, 1.0)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_means_are_of_what_is_done_and_of_nothing_infeasible(order):
    given = [
        Given(0, 0, (answer(5.0, 1.0), answer(4.0, 2.0))),
        Given(0, 3, (answer(inf, 3.0), answer(2.0, 6.0))),
        Given(1, 1, (answer(1.0, 0.5),)),
    ]
    found = tally(MODEL, EXACT)
    for place in order:
        found.add([given[place]])
    assert found.lines() == [
        SoFar("net", "model", 2, 0.5, None, 2.0),
        SoFar("net", "refined", 2, 1.0, 3.0, 4.0),
        SoFar("exact", "baseline", 1, 1.0, 1.0, 0.5),
    ]


def test_what_is_right_or_wrong_has_no_costs():
    found = tally(EXACT, problem=PrefixSums)
    found.add([Given(0, 0, (answer(0.0),)), Given(0, 1, (answer(inf),))])
    assert found.lines() == [SoFar("exact", "baseline", 2, 0.5, None, 1.0)]


def test_an_instance_of_which_nobody_knows_the_right_answer_scores_nobody():
    found = tally(MODEL, EXACT, problem=PrefixSums)
    found.add([Given(1, 0, (answer(inf),)), Given(1, 1, (answer(0.0),))])
    assert found.lines()[0].feasible == 0.5
    found.add([Given(0, 0, (answer(0.0, known=False), answer(inf)))])
    assert [each.feasible for each in found.lines()] == [None, None, 1.0]
    assert [each.done for each in found.lines()] == [1, 1, 2]


def test_bounds_are_no_answers():
    nothing = Verdict(False, reason="it gives a bound only")
    found = tally(Named("bound", "bound"), Named("relaxed", "baseline"))
    found.add(
        [Given(0, 0, (Answer(nothing, 2.0),)), Given(1, 0, (Answer(nothing, 2.0, bound=3.0),))]
    )
    assert found.lines() == [
        SoFar("bound", "bound", 1, None, None, 2.0),
        SoFar("relaxed", "baseline", 1, None, None, 2.0),
    ]
