"""Limits are kept: an answer is there in its time, and whoever interrupts gets the best so far."""

from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Effort, Model, Thinker
from thinkers.engine import answering
from thinkers.engine import loop as thinking
from thinkers.engine import solve as engine
from thinkers.engine.batching import BATCH
from thinkers.engine.solve import solve
from thinkers.engine.stop import MaxIterations
from thinkers.errors import ConfigError
from thinkers.models.card import Budget, Card

INSTANCE = np.array([0, 1, 1, 0])
FIFTY = MaxIterations(50)


class Clock:
    """Time that passes only where a test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in (answering, engine, thinking):
        monkeypatch.setattr(module, "perf_counter", clock)
    return clock


class Slow(Thinker):
    """Counts its steps, each of so many operations that take a second each."""

    name, summary, Config = "slow", "for tests", SimpleNamespace
    layouts = frozenset({"sequence"})

    def __init__(self, clock, operations=1, at=None):
        super().__init__(PrefixSums.encodings["centred"].signature, None)
        self.clock, self.operations, self.at = clock, operations, at or {}
        self.steps = 0

    def embed(self, inputs):
        return torch.zeros_like(inputs)

    def step(self, thought, recall):
        self.steps += 1
        self.at.get(self.steps, lambda: None)()
        for _ in range(self.operations):
            thought = thought + 1 / self.operations
            self.clock.now += 1
        return thought

    def readout(self, thought):
        return torch.cat([thought, -thought], 1)


class SlowEncoding(CentredEncoding):
    """Decoding takes half a second."""

    def __init__(self, clock):
        self.clock, self.decoded = clock, 0

    def decode(self, scores, instance):
        self.clock.now += 0.5
        self.decoded += 1
        return super().decode(scores, instance)


class Sums(PrefixSums):
    """Decoding takes half a second, refining all that it is allowed, or 9 seconds."""

    refinable = True

    def __init__(self, clock):
        self.clock, self.efforts = clock, []
        self.encodings = {"centred": SlowEncoding(clock)}

    @property
    def decoded(self):
        """How often an answer was read."""
        return self.encodings["centred"].decoded

    def refine(self, instance, solution, effort, scores=None):
        self.efforts.append(effort)
        self.clock.now += 0.0 if effort.interrupted else min(9.0, effort.max_seconds or 9.0)
        return solution


def run(clock, thinker, instances=(INSTANCE,), problem=None, stop=FIFTY, **options):
    card = Card(
        name="prefix_sums/slow", problem="prefix_sums", thinker="slow", encoding="centred",
        config={}, budget=Budget(minimum=50),
    )  # fmt: skip
    problem = problem or Sums(clock)
    model = Model(card, thinker.eval())
    return solve(problem, list(instances), model, stop, device="cpu", **options)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_time_that_means_nothing_is_refused(clock, seconds):
    with pytest.raises(ConfigError, match="expected seconds > 0"):
        run(clock, Slow(clock), seconds=seconds)


@pytest.mark.parametrize("seconds", [4.0, 7.5, 20.0])
@pytest.mark.parametrize("count", [1, 3])
def test_thinking_leaves_the_time_for_decoding(clock, seconds, count):
    begin = clock.now
    instances = [INSTANCE] * count
    results = run(clock, Slow(clock), instances, seconds=seconds, stop=MaxIterations(500))
    assert seconds * count - 1 - 0.5 < clock.now - begin <= seconds * count
    assert {result.stopped_by for result in results} == {"deadline"}
    assert sum(result.seconds for result in results) == pytest.approx(clock.now - begin)


@pytest.mark.parametrize("effort", [Effort(), Effort(2.0), Effort(100.0), Effort(limit=1.0)])
def test_refining_gets_what_thinking_leaves_and_not_more_than_was_asked_for(clock, effort):
    begin, problem = clock.now, Sums(clock)
    [result] = run(clock, Slow(clock), problem=problem, seconds=12.0, refine=effort)
    assert clock.now - begin <= 12.0
    [given] = problem.efforts
    assert (given.seconds is None) == (effort.seconds is None), "its own measure stays its own"
    assert given.max_seconds <= min(effort.max_seconds or 12.0, 12.0)
    assert result.iterations >= 5
    if effort.seconds == 2.0:
        assert (given.seconds, result.iterations) == (2.0, 9)


def test_without_a_limit_nothing_is_rehearsed_and_nothing_kept_from_refining(clock):
    problem = Sums(clock)
    [result] = run(clock, Slow(clock), problem=problem, refine=Effort())
    assert (problem.decoded, problem.efforts, result.iterations) == (1, [Effort()], 50)


@pytest.mark.parametrize("seconds", [1e-9, 0.2])
def test_one_iteration_is_thought_where_it_is_short(clock, seconds):
    [result] = run(clock, Slow(clock), problem=Sums(clock), seconds=seconds)
    assert (result.iterations, result.stopped_by) == (1, "deadline")


def test_a_step_that_takes_too_long_is_ended_between_two_operations(clock):
    begin, thinker, problem = clock.now, Slow(clock, operations=100), Sums(clock)
    [result] = run(clock, thinker, problem=problem, seconds=5.0)
    assert clock.now - begin <= 5.0 + 1.0
    assert (thinker.steps, result.iterations, result.residuals) == (1, 0, [])
    assert (result.stopped_by, problem.decoded) == ("deadline", 1), "the rehearsed answer holds"


def test_a_step_that_turns_out_longer_than_those_before_is_ended_too(clock):
    thinker = Slow(clock)
    thinker.at = {4: lambda: setattr(thinker, "operations", 100)}
    [result] = run(clock, thinker, seconds=10.0, trace=True)
    assert (result.iterations, result.stopped_by, len(result.trace)) == (3, "deadline", 3)
    assert len(result.residuals) == 3


def test_an_interrupt_answers_what_has_been_thought(clock):
    event = Event()
    thinker = Slow(clock, at={3: event.set})
    first, second = run(clock, thinker, [INSTANCE] * 2, interrupt=event)
    for result in (first, second):
        assert (result.iterations, result.stopped_by, result.interrupted) == (
            3,
            "interrupted",
            True,
        )
        assert result.summary().startswith("interrupted after 3 iterations; the best answer")
        assert result.as_dict()["interrupted"]


def test_an_interrupt_ends_a_long_step(clock):
    event = Event()
    [result] = run(clock, Slow(clock, 100, at={1: event.set}), interrupt=event)
    assert (result.iterations, result.stopped_by) == (0, "interrupted")
    assert clock.now < 103


def test_an_interrupted_refinement_keeps_its_best_and_is_told(clock):
    event, problem = Event(), Sums(clock)
    thinker = Slow(clock, at={50: event.set})
    [result] = run(clock, thinker, problem=problem, interrupt=event, refine=Effort())
    assert result.interrupted
    assert problem.efforts[0].interrupt is event
    assert result.summary().startswith("interrupted while refining; the best answer so far:")
    assert clock.now == 150.5


def test_instances_that_have_not_begun_are_not_answered(clock):
    event, other = Event(), np.array([1, 0])
    thinker = Slow(clock, at={52: event.set})
    instances = [other, *[INSTANCE] * BATCH, other, INSTANCE]
    results = run(clock, thinker, instances, interrupt=event)
    assert [len(result.instance) for result in results] == [2, *[4] * BATCH, 2]
    assert [result.interrupted for result in results] == [False, *[True] * BATCH, False]


def test_a_rehearsed_answer_is_that_of_its_own_instance_only(clock):
    problem, thinker = Sums(clock), Slow(clock, operations=100)
    results = run(clock, thinker, [INSTANCE] * 3, problem=problem, seconds=1.0)
    assert [result.iterations for result in results] == [0, 0, 0]
    assert problem.decoded == 3, "once rehearsed, and the two others"
