"""Where answers have a cost the best of those along the way counts; where none has, the last."""

from dataclasses import replace

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import minimise
from thinkers.engine.lasting import Lasting
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.engine.watching import watched
from thinkers.models.store import Model
from thinkers.problems.verdict import Verdict
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import installed

BITS = PrefixSums().generate(np.random.default_rng(5), 4, PrefixSums.Params(bits=40))
STOP = MaxIterations(30)


class Odd(PrefixSums):
    """An answer costs how far its number of ones is from 20: thinking on makes that worse."""

    objective = minimise("cost")

    def check(self, instance, solution):
        return Verdict(True, float(abs(int(np.sum(solution)) - 20)))


@pytest.fixture(scope="module")
def model():
    return choose_model(installed(), PrefixSums(), "dt-l")


def reading(model, every):
    budget = model.card.budget.model_copy(update={"read_every": every})
    return Model(model.card.model_copy(update={"budget": budget}), model.thinker)


def costs_along_the_way(model):
    encoding = PrefixSums.encodings["centred"]
    traces = [result.trace for result in solve(Odd(), BITS, reading(model, 0), STOP, trace=True)]
    return np.array([
        [Odd().check(bits, encoding.decode(scores, bits)).cost for scores in trace]
        for bits, trace in zip(BITS, traces, strict=True)
    ])  # fmt: skip


@pytest.mark.parametrize("every", [1, 3, 7, 100])
def test_the_answer_is_the_best_of_every_so_many_and_the_last(model, every):
    costs = costs_along_the_way(model)
    read = [at for at in range(1, 31) if at % every == 0 or at == 30]
    for row, result in enumerate(solve(Odd(), BITS, reading(model, every), STOP)):
        assert result.iterations == 30
        assert result.raw.cost == result.verdict.cost == min(costs[row, at - 1] for at in read)
        at = result.read_at or 30
        assert at in read
        assert costs[row, at - 1] == result.verdict.cost
        assert Odd().check(BITS[row], result.solution) == result.verdict


def test_it_pays_somewhere_else_this_tests_nothing(model):
    [plain, best] = (solve(Odd(), BITS, reading(model, every), STOP) for every in (0, 1))
    assert any(result.read_at is not None for result in best)
    assert all(result.read_at is None for result in plain)
    assert sum(result.raw.cost for result in best) < sum(result.raw.cost for result in plain)


def test_right_or_wrong_answers_are_not_chosen_among(model):
    for plain, result in zip(
        solve(PrefixSums(), BITS, reading(model, 0), MaxIterations(3)),
        solve(PrefixSums(), BITS, reading(model, 1), MaxIterations(3)),
        strict=True,
    ):
        assert result.read_at is None
        np.testing.assert_array_equal(result.solution, plain.solution)


def test_nothing_is_proven_of_a_thought_before_the_last():
    proven = reading(choose_model(installed(), PrefixSums(), "dt-os"), 1)
    results = solve(Odd(), BITS, proven, STOP)
    assert any(result.read_at is not None for result in results)
    for result in results:
        assert (result.error_bound is None) == (result.read_at is not None)


def test_who_watches_and_who_thinks_by_the_clock_get_the_same_answer(model):
    best = reading(model, 1)
    for bits, result in zip(BITS, solve(Odd(), BITS, best, STOP), strict=True):
        frames = []
        watched(Odd(), best, bits, 30, seen=frames.append)
        assert frames[-1].iteration == (result.read_at or 30)
        assert frames[-1].verdict == result.verdict
        assert len(frames) == 30 + (result.read_at is not None)
        answers = Lasting(Odd(), best, stop=STOP).think(bits)
        assert answers[-1].verdict == result.verdict
        refined = replace(result, unrefined=None)
        assert refined.summary().count("best answer") == (result.read_at is not None)


def test_each_answer_of_an_instance_is_checked_and_the_same_one_not_again(model, monkeypatch):
    checked, check = [], Odd.check

    def counted(self, instance, solution):
        checked.append((id(instance), solution.tobytes()))
        return check(self, instance, solution)

    with monkeypatch.context() as patched:
        patched.setattr(Odd, "check", counted)
        solve(Odd(), BITS, reading(model, 1), STOP)
    encoding = PrefixSums.encodings["centred"]
    traces = [result.trace for result in solve(Odd(), BITS, reading(model, 0), STOP, trace=True)]
    answers = {
        (id(bits), encoding.decode(scores, bits).tobytes())
        for bits, trace in zip(BITS, traces, strict=True)
        for scores in trace
    }
    assert set(checked) == answers
    assert len(checked) == len(answers) + len(BITS)  # the last once more, by itself
