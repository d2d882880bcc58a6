"""The picture shows the bits, the answer, a mark under each wrong bit, and what lies beside."""

import struct
from xml.etree.ElementTree import fromstring

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.drawing import CELL, ONE, WIDTH, WRONG, ZERO, draw

from thinkers import Colour, Heat, Marks, Under, Verdict, shade

BITS, RIGHT = np.array([1, 0, 1, 1]), np.array([1, 1, 0, 1])


def squares(figure, rows):
    """The fills of the rectangles in so many rows of bits, above the legend."""
    shapes = fromstring(figure.svg()).findall("{*}rect")[1:]
    return [each.get("fill") for each in shapes if float(each.get("y")) < CELL * rows + 8]


def test_a_right_answer_has_no_marks():
    figure = draw(BITS, RIGHT)
    assert figure.text == "bits     1011\nparities 1101"
    assert WRONG not in figure.svg()


def test_wrong_bits_are_marked():
    figure = draw(BITS, np.array([1, 0, 0, 0]))
    assert figure.text.splitlines()[2] == "wrong     ^ ^"
    assert squares(figure, 2).count(WRONG) == 2


def test_pictures_are_as_large_as_what_they_show():
    for bits, answer in ((5, None), (5, 5), (40, 40)):
        string = np.zeros(bits, np.int64)
        figure = draw(string, None if answer is None else string)
        width, height = struct.unpack(">II", figure.png()[16:24])
        assert f'width="{width}" height="{height}"' in figure.svg()
        assert squares(figure, 1 if answer is None else 2) == [ZERO] * bits * (
            1 if answer is None else 2
        )


def test_long_strings_are_folded():
    lines = draw(np.ones(WIDTH + 3, int), None).text.splitlines()
    assert [len(line.split()[1]) for line in lines] == [WIDTH, 3]


def test_the_margin_of_each_bit_is_a_shade_in_text_and_files():
    scores = np.array([[0.0, 3.0, 6.0, np.nan], [1.0, 1.0, -6.0, 0.0]], np.float32)
    heat = CentredEncoding().heat(scores, BITS)
    np.testing.assert_array_equal(heat.values, [1.0, 2.0, 12.0, np.nan])
    figure = draw(BITS, RIGHT, Marks(heat=heat))
    assert figure.text.splitlines()[2:] == ["margin     ▓", "░▒▓ margin in logits, 0 to 12"]
    shades = [shade(each / 12) for each in (1, 2, 12, 0)]
    assert squares(figure, 3)[-4:] == shades


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, 1e38])
def test_any_scores_have_a_margin(value):
    scores = np.full((2, 4), value, np.float32)
    assert draw(BITS, RIGHT, Marks(heat=CentredEncoding().heat(scores, BITS))).png()


def test_another_answer_is_a_row_with_its_name_and_verdict():
    under = Under(RIGHT, "xor", Verdict(True))
    figure = draw(BITS, 1 - RIGHT, Marks("dt-l", Verdict(False, reason="4 are wrong"), under))
    assert figure.text.splitlines()[2] == "xor      1101"
    said = [each.text for each in fromstring(figure.svg()).findall("{*}text")]
    assert said[:3] == ["row 1: bits", "row 2: dt-l: wrong: 4 are wrong", "row 3: xor: right"]


def test_the_legend_says_which_colour_is_which_bit():
    svg = draw(BITS, RIGHT).svg()
    assert {"0", "1"} <= {each.text for each in fromstring(svg).findall("{*}text")}
    assert (ZERO, ONE, WRONG) == (Colour.YELLOW, Colour.BLUE, Colour.VERMILLION)
    assert Heat(np.zeros(2), "x").shares.tolist() == [0, 0]
