"""Steps whose residuals are looked at together end as those that are looked at one by one."""

from threading import Event

import numpy as np
import pytest
import torch

from thinkers.engine import loop, window
from thinkers.engine.halting import HaltingMonitor
from thinkers.engine.loop import think
from thinkers.engine.stop import (
    AnyOf,
    CertifiedAnswer,
    Converged,
    Deadline,
    Interrupted,
    MaxIterations,
    Stalled,
    Unchanged,
)
from thinkers.nets import DTL, DTR
from thinkers.problems.signature import Signature

WIDTH = 8


@pytest.fixture
def thinker():
    torch.manual_seed(3)
    return DTL.build(Signature("sequence", channels=2, classes=2), {"width": 8}).eval()


@pytest.fixture
def inputs():
    """Of five instances that converge at different iterations."""
    found = torch.randn(5, 2, 30, generator=torch.Generator().manual_seed(5))
    return found * torch.tensor([0.1, 0.5, 1, 3, 30]).view(5, 1, 1)


@pytest.fixture
def tapes(monkeypatch, tape_of):
    """What stands for the CUDA graphs of each batch, and of what is left of it."""
    found = []
    make = lambda device: (found.append(tape_of()), found[-1])[1]  # noqa: E731
    monkeypatch.setattr(window, "graphs_for", make)
    return found


@pytest.fixture
def together(monkeypatch):
    """Thinks with residuals of so many steps looked at together, on a CPU too."""

    def run(width, *given, **options):
        monkeypatch.setitem(window.WINDOWS, "cpu", width)
        return think(*given, **options)

    monkeypatch.setattr(loop, "STRIDE", 100.0)  # however slow this machine is
    return run


def assert_same(one, other):
    assert one.iterations == other.iterations
    assert one.stopped_by == other.stopped_by
    assert one.residuals == other.residuals
    for some, others in zip(one.scores, other.scores, strict=True):  # read out in other batches
        np.testing.assert_allclose(some, others, rtol=1e-5, atol=1e-6)


RULES = [
    MaxIterations(1),
    MaxIterations(21),
    AnyOf(Converged(0.1), MaxIterations(50)),
    AnyOf(MaxIterations(50), Converged(0.01)),
    AnyOf(Stalled(patience=1, share=0.1), MaxIterations(40)),
    AnyOf(Converged(0.05), Deadline(1000.0), Interrupted(Event()), MaxIterations(50)),
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("width", [2, WIDTH])
@pytest.mark.parametrize("kept", [window.KEPT, 0])
def test_iterations_reasons_and_residuals_are_the_same_to_the_bit_and_scores_to_rounding(
    thinker, inputs, together, tapes, monkeypatch, rule, width, kept
):
    monkeypatch.setattr(window, "KEPT", kept)
    alone = together(1, thinker, inputs, rule)
    assert_same(together(width, thinker, inputs, rule), alone)
    tapes.clear()
    with monkeypatch.context() as patched:
        patched.setattr(window, "graphs_for", lambda device: None)
        assert_same(together(width, thinker, inputs, rule), alone)
    assert not tapes


def test_windows_are_replayed_until_half_of_the_instances_have_left(
    thinker, inputs, together, tapes
):
    begins = torch.tensor([0.0, 10, 20, 30, 40]).view(5, 1, 1).expand(5, 8, 30)
    thinker.embed = lambda given: begins
    thinker.step = lambda thought, given: thought + 1
    found = together(2, thinker, inputs, Converged(0.02))
    assert found.iterations == [51, 41, 31, 21, 11]
    assert [tape.replays for tape in tapes] == [0, 14, 4, 4]
    sizes = [shape[0] for tape in tapes for _, (_, shape, _) in tape.first]
    assert sizes == [5, 2, 1]


@pytest.mark.parametrize("injection", [lambda each: (each, 2 * each), lambda each: None])
def test_injections_may_be_tuples_or_nothing(thinker, inputs, together, tapes, injection):
    recall, step = thinker.recall, thinker.step
    thinker.recall = lambda given: injection(recall(given))
    thinker.step = lambda thought, given: step(thought, given[0] if given else 0 * thought)
    rule = AnyOf(Converged(0.1), MaxIterations(50))
    assert_same(together(WIDTH, thinker, inputs, rule), together(1, thinker, inputs, rule))


def test_instances_stop_at_different_steps_of_one_window(thinker, inputs, together):
    rule = AnyOf(Converged(0.1), MaxIterations(50))
    windows = [(each - 2) // WIDTH for each in together(WIDTH, thinker, inputs, rule).iterations]
    assert len(set(windows)) < len(set(together(1, thinker, inputs, rule).iterations))


def test_a_thought_that_is_not_finite_any_more_stops_where_it_did(together, inputs):
    torch.manual_seed(3)
    thinker = DTR.build(Signature("sequence", channels=2, classes=2), {"width": 8}).eval()
    with torch.no_grad():
        for weights in thinker.parameters():
            weights *= 8
    one, other = (together(width, thinker, inputs, MaxIterations(200)) for width in (WIDTH, 1))
    assert set(one.stopped_by) == {"diverged"}
    assert one.iterations == other.iterations
    assert one.stopped_by == other.stopped_by


@pytest.fixture
def looks(monkeypatch):
    """At which iterations one was looked at by itself."""
    found, progress = [], HaltingMonitor.progress
    monkeypatch.setattr(
        HaltingMonitor, "progress",
        lambda self, *given: (found.append(given[0]), progress(self, *given))[1],
    )  # fmt: skip
    return found


def test_the_first_step_alone_is_looked_at_by_itself(thinker, inputs, together, looks):
    together(WIDTH, thinker, inputs, MaxIterations(1 + 3 * WIDTH))
    assert looks == [1]


@pytest.mark.parametrize("rule", [Unchanged(), CertifiedAnswer()], ids=lambda rule: rule.name)
def test_rules_that_look_at_the_thought_are_asked_after_each_step(
    thinker, inputs, together, looks, rule
):
    together(WIDTH, thinker, inputs, AnyOf(rule, MaxIterations(12)))
    assert looks == list(range(1, 13))


def test_slow_iterations_and_those_on_cpus_are_looked_at_one_by_one(
    thinker, inputs, together, looks, monkeypatch
):
    every = list(range(1, 13))
    think(thinker, inputs, MaxIterations(12))
    assert looks == every
    monkeypatch.setattr(loop, "STRIDE", 0.0)
    together(WIDTH, thinker, inputs, MaxIterations(12))
    assert looks == 2 * every


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")
@pytest.mark.parametrize("rule", RULES)
def test_on_a_gpu_iterations_and_scores_are_those_of_the_cpu(thinker, inputs, rule):
    alone = think(thinker, inputs, rule)
    found = think(thinker.cuda(), inputs.cuda(), rule)
    assert found.iterations == alone.iterations
    for some, others in zip(found.scores, alone.scores, strict=True):
        np.testing.assert_allclose(some, others, rtol=1e-3, atol=1e-4)
