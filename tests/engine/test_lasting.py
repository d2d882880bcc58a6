"""Thinking on costs no answer: the best of those on the way is the last, and time ends it."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import OnnxModel, minimise
from thinkers.engine.lasting import Lasting
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.models.onnx.exporting import exported
from thinkers.problems.problem import Problem
from thinkers.problems.verdict import Verdict
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed

BITS = PrefixSums().generate(np.random.default_rng(0), 1, PrefixSums.Params())[0]


class Costly(PrefixSums):
    """An answer costs 1 and its wrong bits."""

    objective = minimise("cost")
    symmetric = Problem.symmetric

    def check(self, instance, solution):
        return Verdict(True, 1.0 + (np.cumsum(instance) % 2 != solution).sum())


class Refinable(Costly):
    """Refining tells the right answer and gives it."""

    refinable = True

    def refine(self, instance, solution, effort, scores=None):
        assert effort.seconds is None or effort.seconds > 0
        answer = np.cumsum(instance) % 2
        effort.report(answer)
        return answer


@pytest.fixture(scope="module")
def model():
    return choose_model(installed(), PrefixSums(), "dt-l")


def test_without_a_time_it_is_the_usual_answer(model):
    [usual] = solve(PrefixSums(), [BITS], model)
    [answer] = Lasting(PrefixSums(), model).think(BITS)
    np.testing.assert_array_equal(answer.solution, usual.solution)
    assert answer.verdict == usual.verdict


def test_onnxruntime_thinks_the_same(model):
    content = exported(model, PrefixSums.encodings[model.card.encoding])
    [own] = Lasting(PrefixSums(), model).think(BITS)
    [other] = Lasting(PrefixSums(), OnnxModel.of(content, "dt-l")).think(BITS)
    np.testing.assert_array_equal(own.solution, other.solution)


def test_right_or_wrong_answers_are_not_chosen_among(model):
    answers = Lasting(PrefixSums(), model, 5.0).think(BITS)
    assert len(answers) == 1


def test_the_last_answer_is_the_best(model):
    answers = Lasting(Costly(), model, 1.0).think(BITS)
    assert answers[-1].verdict.cost == min(each.verdict.cost for each in answers)
    assert [each.seconds for each in answers] == sorted(each.seconds for each in answers)


def test_the_time_that_thinking_leaves_goes_to_draws(model):
    lasting = Lasting(Costly(), model, 3.0, MaxIterations(2))
    answers = lasting.think(BITS)
    assert len(answers) > 4  # two along the way at most, the last thought's, and the best once more
    assert (
        answers[-1].verdict.cost
        < Lasting(Costly(), model, stop=MaxIterations(2)).think(BITS)[-1].verdict.cost
    )


def test_what_is_enough_ends_it(model):
    lasting = Lasting(Costly(), model, 60.0, enough=lambda cost: True)
    assert lasting.think(BITS)[-1].seconds < 30


def test_the_rule_that_was_asked_for_holds(model):
    [usual] = solve(PrefixSums(), [BITS], model, MaxIterations(1))
    answers = Lasting(PrefixSums(), model, stop=MaxIterations(1)).think(BITS)
    np.testing.assert_array_equal(answers[-1].solution, usual.solution)


@pytest.mark.parametrize("seconds", [None, 2.0])
def test_refining_begins_at_the_better_of_start_and_thought(model, seconds):
    given = []

    class Watched(Refinable):
        def refine(self, instance, solution, effort, scores=None):
            given.append(solution)
            return solution

    start = np.cumsum(BITS) % 2
    answers = Lasting(Watched(), model, seconds, MaxIterations(1)).refine(BITS, start)
    np.testing.assert_array_equal(given[0], start)
    assert answers[-1].verdict.cost == 1.0


def test_refined_answers_are_kept(model):
    answers = Lasting(Refinable(), model, 2.0, MaxIterations(1)).refine(BITS)
    assert answers[-1].verdict.cost == 1.0
    assert sum(each.verdict.cost == 1.0 for each in answers) >= 2
