"""A model answers as many instances together as are asked for; one that is too much fails alone."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer
from thinkers.nets import DTR
from thinkers.problems.events import unwatched
from thinkers.scoring.comparing import compared, contest_of
from thinkers.scoring.evaluating import evaluate
from thinkers.scoring.thinking import BLOCK, REFINED_BLOCK, ModelSolver

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


class Tidy(PrefixSums):
    """Refines, and says by what."""

    refinable, refined_by = True, "late"


class Late(Baseline):
    """Notes the time that it is given."""

    name, problem, summary = "late", "prefix_sums", "for tests"

    def solve(self, instance, rng):
        raise AssertionError("there is a time")

    def improve(self, instance, rng, terms):
        GIVEN.append(terms.seconds)
        return BaselineAnswer(np.cumsum(instance) % 2)


GIVEN = []


def test_fewer_are_lost_where_each_is_refined(embedded):
    model, sizes = embedded
    contest = contest_of(Tidy(), drawn(*[12] * 20), [model], [], device="cpu")
    cells = contest.answers()
    assert len(next(cells)) == REFINED_BLOCK < BLOCK
    assert sizes == [REFINED_BLOCK]


def test_what_refines_is_shown_alone_for_as_long_as_each_refined_answer_took(tiny):
    GIVEN.clear()
    instances = drawn(8, 9, 8)
    solver = ModelSolver(Tidy(), tiny(), device="cpu", search=Late())
    answers = solver.answers(range(3), instances, unwatched)
    assert solver.kinds == ("model", "refined", "alone")
    assert [refined.seconds for _, refined, _ in answers] == GIVEN
    assert all(alone.verdict.feasible for *_, alone in answers)


def test_a_model_that_fails_leaves_the_search_its_time(tiny, monkeypatch):
    GIVEN.clear()
    model = tiny()
    monkeypatch.setattr(model.thinker, "embed", lambda inputs: 1 // 0)
    solver = ModelSolver(Tidy(), model, device="cpu", search=Late())
    [(raw, refined, alone)] = solver.answers([0], drawn(8), unwatched)
    assert raw.failure
    assert refined.failure
    assert alone.verdict.feasible
    assert GIVEN[0] > 0


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
