"""Terms are times and gaps that make sense; a simple baseline keeps them without knowing them."""

from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field

from thinkers import Baseline, BaselineAnswer, Terms
from thinkers.errors import ConfigError


class Patient(Baseline):
    name: ClassVar[str] = "patient"
    problem: ClassVar[str] = "coins"
    summary: ClassVar[str] = "says how long it would think"

    seconds: float | None = Field(default=None, gt=0)

    def solve(self, instance, rng):
        return BaselineAnswer(self.seconds)


class Plain(Baseline):
    name: ClassVar[str] = "plain"
    problem: ClassVar[str] = "coins"
    summary: ClassVar[str] = "has no time"

    def solve(self, instance, rng):
        return BaselineAnswer(7)


def improved(baseline, **terms):
    return baseline.improve(None, np.random.default_rng(0), Terms(**terms)).solution


@pytest.mark.parametrize(
    ("options", "seconds", "expected"),
    [({}, None, None), ({}, 0.5, 0.5), ({"seconds": 2}, None, 2), ({"seconds": 2}, 0.5, 0.5),
     ({"seconds": 2}, 5, 2)],
)  # fmt: skip
def test_a_field_for_seconds_is_limited_by_the_time_that_is_given(options, seconds, expected):
    assert improved(Patient.of(options), seconds=seconds) == expected


def test_without_such_a_field_terms_change_nothing():
    assert improved(Plain(), seconds=1, stop_gap=0.1) == 7
    assert not Plain.takes_start


def test_nobody_listens_and_nobody_interrupts_unless_it_is_said():
    terms = Terms()
    terms.report("anything", 1.0)
    assert not terms.heard
    assert not terms.interrupted
    terms.interrupt.set()
    assert terms.interrupted
    assert not Terms().interrupted
    assert Terms(report=lambda solution, bound=None: None).heard


@pytest.mark.parametrize("terms", [{"seconds": 0}, {"seconds": float("inf")}, {"stop_gap": -1}])
def test_what_makes_no_sense_is_refused(terms):
    with pytest.raises(ConfigError, match="expected a"):
        Terms(**terms)
