"""Thoughts that go several steps at once end as those that go step by step, whatever stops them."""

from threading import Event

import pytest
import torch

from thinkers.engine import loop
from thinkers.engine.loop import think
from thinkers.engine.stop import (
    AnyOf,
    Converged,
    Deadline,
    Interrupted,
    MaxIterations,
    Settled,
    Stalled,
    Unchanged,
)
from thinkers.nets import DTMP
from thinkers.problems.signature import Signature


@pytest.fixture
def thinker():
    torch.manual_seed(3)
    return DTMP.build(Signature("grid", channels=3, classes=2), {"binary": True}).eval()


@pytest.fixture
def inputs():
    """Of four instances that settle at four different iterations."""
    found = torch.randn(4, 3, 9, 9, generator=torch.Generator().manual_seed(5))
    found[1] *= 0.1
    found[2] -= 1
    return found


RULES = [
    Settled(),
    AnyOf(MaxIterations(5), Settled()),
    MaxIterations(40),
    AnyOf(Converged(0.3), MaxIterations(30)),
    AnyOf(Stalled(patience=1, share=0.1), MaxIterations(30)),
    AnyOf(Settled(), Deadline(1000.0), Interrupted(Event())),
]


@pytest.mark.parametrize("rule", RULES)
def test_answers_iterations_and_residuals_are_those_of_single_steps(
    thinker, inputs, rule, monkeypatch
):
    strides = think(thinker, inputs, rule)
    monkeypatch.setattr(DTMP, "ahead", lambda *_: None)
    single = think(thinker, inputs, rule)
    assert strides.iterations == single.iterations
    assert strides.stopped_by == single.stopped_by
    for one, other in zip(strides.scores, single.scores, strict=True):
        assert (one == other).all()
    for one, other in zip(strides.residuals, single.residuals, strict=True):
        assert one == pytest.approx(other, rel=1e-9)


def counted(monkeypatch, thinker, inputs, rule, **options):
    """The most steps that were asked for at once."""
    asked, ahead = [0], DTMP.ahead
    monkeypatch.setattr(
        DTMP, "ahead", lambda self, *given: (asked.append(given[-1]), ahead(self, *given))[1]
    )
    think(thinker, inputs, rule, **options)
    return max(asked)


def test_rules_that_look_at_the_thought_are_asked_after_each_step(thinker, inputs, monkeypatch):
    read = lambda places, iteration, scores: [each.argmax() for each in scores]  # noqa: E731
    looking = AnyOf(Unchanged(), MaxIterations(20))
    assert counted(monkeypatch, thinker, inputs, looking, read=read) == 0
    assert counted(monkeypatch, thinker, inputs, MaxIterations(20), trace=True) == 0
    assert counted(monkeypatch, thinker, inputs, MaxIterations(20)) > 1


def test_an_event_in_the_middle_of_a_stride_ends_it_and_time_that_is_short_allows_none(
    thinker, inputs, monkeypatch
):
    event = Event()
    ahead = DTMP.ahead
    monkeypatch.setattr(DTMP, "ahead", lambda *given: (event.set(), ahead(*given))[1])
    found = think(thinker, inputs, AnyOf(Interrupted(event), MaxIterations(30)))
    assert found.stopped_by == ["interrupted"] * 4
    assert found.iterations == [2] * 4
    expected = think(thinker, inputs, MaxIterations(2))
    assert all((a == b).all() for a, b in zip(found.scores, expected.scores, strict=True))
    monkeypatch.setattr(DTMP, "ahead", ahead)
    soon = AnyOf(Deadline(loop.STRIDE), MaxIterations(30))
    assert counted(monkeypatch, thinker, inputs, soon) == 0
