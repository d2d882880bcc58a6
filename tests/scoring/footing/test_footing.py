"""A footing says what is late, what is ended, and what each instance begins from."""

import pytest

from thinkers import Footing
from thinkers.errors import ConfigError


def test_nothing_is_late_or_ended_without_a_time():
    footing = Footing()
    assert footing.usual
    assert footing.limit is footing.end is footing.start(3) is None


@pytest.mark.parametrize("seconds", [0.1, 1.0, 60.0])
def test_what_is_late_is_heard_for_a_while_before_it_is_ended(seconds):
    footing = Footing(seconds)
    assert not footing.usual
    assert seconds < footing.limit < footing.end


def test_starts_are_by_place():
    footing = Footing(starts=["one", None])
    assert (footing.start(0), footing.start(1)) == ("one", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": 0}, {"seconds": float("nan")}, {"seconds": 1e10}, {"patience": 1e308},
        {"stop_gap": -0.1},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ConfigError, match="expected a"):
        Footing(**wrong)
