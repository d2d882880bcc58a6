"""A model answers as many instances together as are asked for; one that is too much fails alone."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTR
from thinkers.problems.events import unwatched
from thinkers.scoring.comparing import compared, contest_of
from thinkers.scoring.evaluating import evaluate
from thinkers.scoring.thinking import BLOCK, ModelSolver

PROBLEM = PrefixSums()


@pytest.fixture
def embedded(tiny, monkeypatch):
    """A model, and how many instances it thinks of at a time."""
    model, sizes = tiny(DTR), []
    embed = model.thinker.embed
    monkeypatch.setattr(
        model.thinker, "embed", lambda given: sizes.append(len(given)) or embed(given)
    )
    return model, sizes


def drawn(*bits):
    rng = np.random.default_rng(0)
    return [rng.integers(0, 2, each) for each in bits]


@pytest.mark.parametrize(
    ("batch", "expected"),
    [(None, [BLOCK, 8]), (3, [*[3] * 10, 2, 3, 3, 2]), (BLOCK + 5, [BLOCK + 5, 3]), (100, [40])],
)
def test_a_comparison_lets_as_many_think_together_as_are_asked_for(embedded, batch, expected):
    model, sizes = embedded
    contest = contest_of(PROBLEM, drawn(*[12] * 40), [model], [], batch=batch, device="cpu")
    given = [each for cell in contest.answers() for each in cell]
    assert sizes == expected
    assert len(compared(contest, given).runs[0].answers) == 40


@pytest.mark.parametrize(("batch", "expected"), [(None, [10]), (4, [4, 4, 2])])
def test_an_evaluation_lets_as_many_think_together_as_are_asked_for(embedded, batch, expected):
    model, sizes = embedded
    evaluate(PROBLEM, model, 8, 10, batch=batch, device="cpu")
    assert sizes == expected


def test_an_instance_that_memory_does_not_hold_has_failed_alone(embedded, monkeypatch):
    model, _ = embedded
    embed = model.thinker.embed

    def refusing(inputs):
        if inputs.shape[-1] > 12:
            raise MemoryError
        return embed(inputs)

    monkeypatch.setattr(model.thinker, "embed", refusing)
    solver = ModelSolver(PROBLEM, model, device="cpu")
    small, large, other = [
        answer for [answer] in solver.answers(range(3), drawn(12, 13, 12), unwatched)
    ]
    assert [each.solution is None for each in (small, large, other)] == [False, True, False]
    assert "out of memory: an instance of 13 positions" in large.verdict.reason
