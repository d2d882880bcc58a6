"""Settings take what fits, and refuse the rest with one sentence that names the field."""

from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from thinkers import Settings
from thinkers.errors import ConfigError
from thinkers.settings import config_of


class Inner(Settings):
    rate: float = Field(default=0.1, gt=0)


class Outer(Settings):
    steps: int = Field(ge=1)
    name: str = "none"
    inner: Inner = Inner()
    maybe: Inner | None = None
    several: list[Inner] = []
    counts: list[int] = []


@dataclass(frozen=True)
class Plain:
    width: int = 32
    skip: float = 0.5

    def __post_init__(self) -> None:
        if not 0 < self.skip < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")


@given(st.sampled_from(["1_0", " 1", "1 ", "\u0661", "0x10", "1__0", "+-1"]))
def test_numbers_are_spelt_as_people_spell_them(text):
    with pytest.raises(ConfigError, match="steps: "):
        Outer.of({"steps": text})


@given(st.integers(min_value=1 << 63) | st.integers(max_value=-(1 << 63)))
def test_whole_numbers_beyond_all_use_are_refused_wherever_they_stand(number):
    for values in ({"steps": number}, {"steps": 1, "counts": [1, number]}):
        with pytest.raises(ConfigError) as caught:
            Outer.of(values, "here")
        assert len(str(caught.value)) < 200
    with pytest.raises(ConfigError, match=r"here: width: expected a number of at most 18 digits"):
        config_of(Plain, {"width": number}, "here")


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan"), "inf", "1e999"])
def test_numbers_are_finite(number):
    with pytest.raises(ConfigError, match=r"inner.rate: "):
        Outer.of({"steps": 1, "inner": {"rate": number}})


@given(st.text(min_size=300))
def test_a_long_value_does_not_make_a_long_sentence(text):
    with pytest.raises(ConfigError) as caught:
        Outer.of({"steps": text, "inner": 5})
    assert len(str(caught.value)) < 400


def test_values_are_converted_and_defaults_filled_in():
    assert Outer.of({"steps": "7", "inner": {"rate": "0.5"}}) == Outer(
        steps=7, inner=Inner(rate=0.5)
    )


def test_settings_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        Outer(steps=1).steps = 2


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "recipe x: steps: field required"),
        ({"steps": 0}, "recipe x: steps: input should be greater than or equal to 1, got 0"),
        ({"steps": "many"}, "recipe x: steps: input should be a valid integer, unable to parse"),
        ({"steps": 1, "nmae": "a"}, "recipe x: unknown key 'nmae', did you mean 'name'?"),
        ({"steps": 1, "zzz": "a"}, "recipe x: unknown key 'zzz'"),
        ({"steps": 1, "inner": {"rat": 1}}, "unknown key 'inner.rat', did you mean 'rate'?"),
        ({"steps": 1, "maybe": {"rat": 1}}, "unknown key 'maybe.rat', did you mean 'rate'?"),
        (
            {"steps": 1, "several": [{"rat": 1}]},
            "unknown key 'several.0.rat', did you mean 'rate'?",
        ),
        ({"steps": 1, "inner": {"rate": -1}}, "recipe x: inner.rate: input should be greater"),
        ({"steps": 1, "inner": 3}, "recipe x: inner: input should be a valid dictionary"),
    ],
)
def test_a_bad_value_gives_one_line_with_the_field_and_what_was_expected(values, sentence):
    with pytest.raises(ConfigError) as caught:
        Outer.of(values, "recipe x")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_a_source_the_sentence_begins_with_the_field():
    with pytest.raises(ConfigError, match=r"^steps: field required$"):
        Outer.of({})


def test_plain_dataclasses_are_held_as_strictly():
    assert config_of(Plain, {"width": "8"}, "thinker x") == Plain(width=8)
    for values, sentence in [
        ({"widht": 8}, "^thinker x: unknown key 'widht', did you mean 'width'\\?$"),
        ({"width": "wide"}, "^thinker x: width: input should be a valid integer.*got 'wide'$"),
        ({"skip": 2}, "^thinker x: expected 0 < skip < 1, got 2"),
    ]:
        with pytest.raises(ConfigError, match=sentence):
            config_of(Plain, values, "thinker x")


json_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text("1.x\n")


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["steps", "name", "inner", "zzz", ""]), json_values))
def test_whatever_the_values_the_answer_is_settings_or_a_sentence(values):
    for build in (Outer.of, partial(config_of, Plain)):
        try:
            build(values, "here")
        except ConfigError as error:
            sentence = str(error)
        else:
            continue
        assert sentence.startswith("here: ")
