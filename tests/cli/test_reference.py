"""Beside an answer stands what the reference finds or thinks of it, or why it was not asked."""

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Appraisal, BaselineAnswer, Result, SolveError, Verdict, minimise
from thinkers.cli.reference import beside

UNKNOWN = Verdict(True, known=False)


class Costly(PrefixSums):
    objective = minimise("length")


def line(verdict=Verdict(True), problem=Costly):  # noqa: B008  it is frozen
    """What is said beside the right answer of the toy, whose verdict was this."""
    instance, solution = problem().toy()
    return beside(
        Result(
            problem(), "prefix_sums/tiny", instance, solution, verdict, verdict, 7, 0.5,
            "converged", [], "cpu",
        )
    )  # fmt: skip


def fails(*_):
    raise SolveError("it is not installed")


def wrong(self, instance, rng):
    return BaselineAnswer(1 - np.cumsum(instance) % 2)


def test_what_it_finds():
    assert line().startswith("cumulative-xor, for comparison: length 0 in ")
    assert line(problem=PrefixSums).startswith("cumulative-xor, for comparison: right in ")


@pytest.mark.parametrize(
    ("solve", "problem", "said"),
    [
        (fails, Costly, "no answer: it is not installed"),
        (wrong, Costly, "no valid answer: "),
        (wrong, PrefixSums, "wrong: "),
    ],
)
def test_why_it_finds_none(monkeypatch, solve, problem, said):
    monkeypatch.setattr(CumulativeXor, "solve", solve)
    assert line(problem=problem).startswith(f"cumulative-xor, for comparison: {said}")


@pytest.mark.parametrize(
    ("method", "value", "said"),
    [
        ("unsuitable", "it is too long", "left out, it is too long"),
        (
            "cheap",
            False,
            "left out, it may take more than a second here; "
            "`thinkers compare prefix_sums --baseline cumulative-xor` asks it",
        ),
    ],
)
def test_why_it_was_not_asked(monkeypatch, method, value, said):
    monkeypatch.setattr(CumulativeXor, method, lambda self, instance: value)
    assert line() == f"cumulative-xor, for comparison: {said}"


def test_nothing_is_said_of_a_reference_that_is_not_installed(monkeypatch):
    monkeypatch.setattr(Costly, "reference", "oracle")
    assert line() == ""


def test_its_answer_is_not_called_right_where_none_is_known(monkeypatch):
    monkeypatch.setattr(Costly, "check", lambda self, instance, solution: UNKNOWN)
    assert line(UNKNOWN).startswith("cumulative-xor, for comparison: not scored: no answer is")


def right(instance):
    return np.cumsum(instance) % 2


@pytest.mark.parametrize(
    ("appraise", "said"),
    [
        (lambda self, i, s: Appraisal(right(i), 30.0, 0.0), "would answer the same (+30 points)"),
        (
            lambda self, i, s: Appraisal(1 - right(i), -5.0, 2.5),
            "(-5 points); this answer is 2.5 points worse",
        ),
        (fails, "could not appraise it: it is not installed"),
        (lambda self, i, s: None, ""),
    ],
)
def test_what_it_thinks_of_an_answer_where_none_is_known(monkeypatch, appraise, said):
    monkeypatch.setattr(CumulativeXor, "appraisal_unit", "points")
    monkeypatch.setattr(CumulativeXor, "appraise", appraise)
    found = line(UNKNOWN)
    assert found.endswith(said)
    assert bool(found) == bool(said)
