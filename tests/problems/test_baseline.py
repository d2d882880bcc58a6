"""A baseline's fields are its options, and it says nothing about itself that was not measured."""

from typing import ClassVar

import numpy as np
import pytest
from pydantic import Field

from thinkers import Baseline, BaselineAnswer
from thinkers.errors import ConfigError


class Guess(Baseline):
    name: ClassVar[str] = "guess"
    problem: ClassVar[str] = "coins"
    summary: ClassVar[str] = "throws a coin"

    sides: int = Field(default=2, ge=2)

    def solve(self, instance, rng):
        return BaselineAnswer(int(rng.integers(self.sides)))


def test_options_are_fields_with_ranges():
    assert Guess.of({"sides": "6"}).sides == 6
    assert Guess().sides == 2
    with pytest.raises(ConfigError, match=r"^guess: unknown key 'side', did you mean 'sides'"):
        Guess.of({"side": 3}, "guess")
    with pytest.raises(ConfigError, match="sides: input should be greater than or equal to 2"):
        Guess.of({"sides": 1})


def test_names_are_no_options():
    assert list(Guess.model_fields) == ["sides"]
    with pytest.raises(ConfigError, match="name"):
        Guess.of({"name": "other"})


def test_all_chance_comes_from_the_given_numbers():
    first, again = (Guess(sides=1000).solve(None, np.random.default_rng(3)) for _ in range(2))
    assert first == again


def test_nothing_is_proved_cheap_or_unsuitable_unless_it_says_so():
    answer = Guess().solve(None, np.random.default_rng(0))
    assert (answer.proved, answer.bound) == (False, None)
    assert not Guess().cheap(None)
    assert Guess().unsuitable(None) == ""
    assert Guess().versions() == {}


def test_a_baseline_without_solve_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        type("Half", (Baseline,), {"__module__": __name__})()


class Timed(Guess):
    name: ClassVar[str] = "timed"
    seconds: float = Field(default=1.0, gt=0, le=100)


@pytest.mark.parametrize(
    ("set_", "given", "kept"),
    [({}, 5.0, 5.0), ({}, 3e6, 100.0), ({"seconds": 2}, 5.0, 2.0), ({"seconds": 2}, 1.0, 1.0),
     ({}, None, 1.0)],
)  # fmt: skip
def test_a_time_is_the_least_of_what_is_given_what_was_set_and_what_its_field_takes(
    set_, given, kept
):
    assert Timed.of(set_).within(given).seconds == kept
