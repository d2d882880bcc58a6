"""Beneath an answer lies that of a baseline: the one that was named, else the first fast one."""

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import BaselineAnswer, SolveError, installed, minimise
from thinkers.cli.beneath import Beneath
from thinkers.errors import UnknownNameError

REFERENCE = type(installed().baselines("prefix_sums")["cumulative-xor"])
BITS = np.array([1, 0, 1, 1])


class Costly(PrefixSums):
    objective = minimise("length")


def test_where_answers_have_a_cost_the_reference_is_asked_first():
    found = Beneath.of(Costly(), "").under(BITS)
    assert (found.name, found.solution.tolist()) == ("cumulative-xor", [1, 1, 0, 1])
    assert found.words(Costly.objective) == "cumulative-xor: length 0"


@pytest.mark.parametrize(("problem", "name"), [(PrefixSums, ""), (Costly, "none")])
def test_elsewhere_and_for_none_nobody_is(problem, name):
    assert Beneath.of(problem(), name).under(BITS) is None


def test_one_that_is_named_is_asked_whatever_it_costs(monkeypatch):
    monkeypatch.setattr(REFERENCE, "cheap", lambda self, instance: False)
    assert Beneath.of(PrefixSums(), "cumulative-xor").under(BITS).name == "cumulative-xor"
    found = Beneath.of(Costly(), "").under(BITS)
    assert found is None or found.name != "cumulative-xor"


def test_one_that_is_not_there_is_a_mistake():
    with pytest.raises(UnknownNameError, match="cumulative-xor"):
        Beneath.of(PrefixSums(), "cumulative-xr")


@pytest.mark.parametrize("named", ["cumulative-xor", ""])
def test_one_that_fails_is_told_only_where_it_was_named(monkeypatch, capsys, named):
    def fails(*_):
        raise SolveError("it is not installed")

    monkeypatch.setattr(REFERENCE, "solve", fails)
    found = Beneath.of(Costly(), named).under(BITS)
    told = "nothing of cumulative-xor is drawn: it is not installed" in capsys.readouterr().err
    assert told == bool(named)
    assert found is None or found.name != "cumulative-xor"


def test_a_wrong_answer_lies_there_only_where_it_was_named(monkeypatch):
    wrong = BaselineAnswer(1 - np.cumsum(BITS) % 2)
    monkeypatch.setattr(REFERENCE, "solve", lambda *_: wrong)
    assert Beneath.of(Costly(), "cumulative-xor").under(BITS).verdict.feasible is False
    found = Beneath.of(Costly(), "").under(BITS)
    assert found is None or found.verdict.feasible
