"""Why thinking ended is a plain name in results and a sentence for people."""

import json

import numpy as np
import pytest

from thinkers.engine import stop
from thinkers.engine.reason import Reason


def test_a_reason_is_its_name_in_json_and_in_arrays():
    assert json.dumps([Reason.STALLED]) == '["stalled"]'
    assert np.where([True, False], Reason.STALLED, "").tolist() == ["stalled", ""]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("stalled", "given up since the residual no longer falls: float32 proves no more"),
        ("interrupted", "interrupted"),
        ("max_iterations", "stopped by max_iterations"),
        ("a stranger's rule", "stopped by a stranger's rule"),
    ],
)
def test_people_are_shown_a_sentence(name, sentence):
    assert Reason.sentence_of(name) == sentence


def test_every_rule_of_ours_has_a_reason_and_every_reason_but_one_a_rule():
    rules = {
        each.name for each in stop.StopRule.__subclasses__() if each.__module__ == stop.__name__
    }
    assert set(Reason) - rules == {Reason.DIVERGED}
    assert rules - set(Reason) == {"any_of"}
