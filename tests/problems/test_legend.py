"""A legend names each colour and line below the picture, and fits in it whatever the words."""

import struct
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest

from thinkers import Colour, Heat, Key, Legend
from thinkers.problems.legend import LONGEST

KEYS = (
    Key("wall", Colour.INK, sign="█"), Key("dt-l: length 3", Colour.BLUE, "line"),
    Key("nearest", Colour.ORANGE, "dashed"), Key("first", Colour.VERMILLION, "dot"),
)  # fmt: skip
HEAT = Heat(np.ones(3), "margin in logits", most=2.5)


def test_every_key_is_said_below_the_picture_in_its_colour_and_form():
    canvas = Legend(KEYS, HEAT, "a maze").canvas(300, 100)
    whole = fromstring(canvas.to_svg())
    said = {each.text: float(each.get("y")) for each in whole.findall("{*}text")}
    assert list(said) == [
        "a maze", *(each.words for each in KEYS), "margin in logits, 0 to 2.5"
    ]  # fmt: skip
    assert list(said.values()) == sorted(said.values())
    assert 100 < min(said.values()) < max(said.values()) < canvas.height
    lines = whole.findall("{*}polyline")
    assert [each.get("stroke") for each in lines] == [Colour.BLUE, Colour.ORANGE]
    assert [each.get("stroke-dasharray") is None for each in lines] == [True, False]
    assert [each.get("fill") for each in whole.findall("{*}circle")] == [Colour.VERMILLION]


@pytest.mark.parametrize("words", ["x" * 900, "\x00" * 30, "WWWW"])
def test_the_picture_is_as_wide_as_its_words(words):
    canvas = Legend([Key(words)]).canvas(10, 10)
    assert canvas.width > 7 * min(len(words), LONGEST)
    assert canvas.width < 1000
    assert struct.unpack(">II", canvas.to_png()[16:24]) == (canvas.width, canvas.height)


def test_without_anything_to_say_the_picture_is_as_it_was():
    canvas = Legend().canvas(30, 20)
    assert (canvas.width, canvas.to_svg().count("<")) == (30, 3)


def test_a_terminal_gets_what_has_a_sign_there():
    assert Legend(KEYS, HEAT).text() == ["█ wall", "░▒▓ margin in logits, 0 to 2.5"]
    assert Legend(title="12 cities").text() == ["12 cities"]


def test_what_is_too_long_for_one_line_of_a_terminal_has_lines_of_its_own():
    keys = [Key("x" * 40, sign="a"), Key("y" * 40, sign="b"), Key("z" * 900, sign="c")]
    lines = Legend(keys).text()
    assert [line[0] for line in lines] == ["a", "b", "c"]
    assert max(map(len, lines)) <= LONGEST + 2
