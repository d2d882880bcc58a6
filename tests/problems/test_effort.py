"""An effort is a finite time and a seed, or an error that says what is wrong."""

from math import inf, nan
from threading import Event

import pytest

from thinkers import Effort
from thinkers.errors import ConfigError


def test_the_default_has_no_time_limit_and_so_repeats():
    assert Effort() == Effort(seconds=None, seed=0)


@pytest.mark.parametrize("seconds", [0, -1.0, nan, inf])
def test_a_time_limit_is_positive_and_finite(seconds):
    with pytest.raises(ConfigError, match="expected a finite time > 0"):
        Effort(seconds)


def test_seeds_are_not_negative():
    with pytest.raises(ConfigError, match="expected seed >= 0"):
        Effort(seed=-1)


def test_the_least_of_the_times_counts():
    assert Effort().max_seconds is None
    assert Effort(2.0, limit=3.0).max_seconds == 2.0
    assert Effort(limit=3.0).max_seconds == 3.0
    with pytest.raises(ConfigError, match="expected a finite time > 0"):
        Effort(limit=0.0)


def test_an_interrupt_ends_the_search_and_makes_no_other_effort():
    event = Event()
    effort = Effort(interrupt=event)
    assert effort == Effort()
    assert not effort.interrupted
    event.set()
    assert effort.interrupted
