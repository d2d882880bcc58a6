"""The colours of pictures are told apart by the colour-blind, and in grey print."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers import Colour, shade
from thinkers.problems.palette import LINES, RAMP, contrast, line_style, luminance

SHARES = st.floats(0, 1)


def test_luminances_are_those_of_the_standard():
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert luminance("#000000") == 0
    assert luminance("#FF0000") == pytest.approx(0.2126)
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_colours_that_are_told_by_colour_alone_differ_in_grey_print():
    alone = [Colour.INK, Colour.BLUE, Colour.PURPLE, Colour.ORANGE, Colour.YELLOW, Colour.PAPER]
    assert all(contrast(one, other) >= 1.3 for one, other in pairwise(alone))
    assert sorted(alone, key=luminance) == alone


@pytest.mark.parametrize("ground", [Colour.INK, Colour.PAPER])
def test_what_is_drawn_on_paper_is_seen_there(ground):
    seen = [Colour.BLUE, Colour.VERMILLION, Colour.GREEN, Colour.PURPLE, Colour.ORANGE]
    assert all(contrast(each, ground) >= 2 for each in seen)


@given(SHARES, SHARES)
def test_a_shade_is_the_darker_the_more(one, other):
    low, high = sorted((one, other))
    assert luminance(shade(low)) >= luminance(shade(high))
    if high - low >= 0.1:
        assert contrast(shade(low), shade(high)) > 1.04


def test_shades_begin_at_the_ground_and_end_far_from_it_and_from_ink():
    assert (shade(0), shade(1)) == (RAMP[0], RAMP[-1].upper())
    assert shade(-1) == shade(0)
    assert shade(2) == shade(1)
    assert contrast(shade(0), shade(1)) > 4.5
    assert contrast(shade(1), Colour.INK) > 3


@given(SHARES)
def test_letters_on_any_shade_can_be_read(share):
    ground = shade(share)
    assert contrast(Colour.over(ground), ground) > 4.5


def test_lines_of_a_plot_have_colours_and_markers_of_their_own():
    styles = [line_style(number) for number in range(len(LINES))]
    assert len({each["color"] for each in styles}) == len({each["marker"] for each in styles}) == 7
    assert line_style(7) == styles[0]
    assert all(contrast(each["color"], Colour.PAPER) > 2 for each in styles)
