"""An effort is a finite time and a seed, or an error that says what is wrong."""

from math import inf, nan

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
