"""What is put on a canvas is in both pictures, at the same place, in the order it was added."""

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from thinkers import Canvas

SVG = "{http://www.w3.org/2000/svg}"


def pixels(canvas):
    """`(height, width, 3)` the PNG picture as PIL reads it back."""
    image = Image.open(BytesIO(canvas.to_png()))
    assert image.format == "PNG"
    return np.asarray(image.convert("RGB"))


def test_an_empty_canvas_is_white_and_has_its_size():
    canvas = Canvas(30, 20)
    assert pixels(canvas).shape == (20, 30, 3)
    assert (pixels(canvas) == 255).all()
    root = ElementTree.fromstring(canvas.to_svg())
    assert (root.get("width"), root.get("height")) == ("30", "20")
    assert [(child.tag, child.get("fill")) for child in root] == [(f"{SVG}rect", "white")]


def test_a_rectangle_covers_exactly_its_pixels():
    canvas = Canvas(30, 20)
    canvas.rectangle((4, 2), (10, 5), "black")
    expected = np.full((20, 30), 255)
    expected[2:7, 4:14] = 0
    assert (pixels(canvas)[..., 0] == expected).all()
    shape = ElementTree.fromstring(canvas.to_svg())[1]
    assert [shape.get(key) for key in ("x", "y", "width", "height")] == ["4", "2", "10", "5"]


def test_later_shapes_lie_on_earlier_ones_in_both_pictures():
    canvas = Canvas(10, 10)
    canvas.rectangle((0, 0), (10, 10), "red")
    canvas.dot((5, 5), 3, "blue")
    assert pixels(canvas)[5, 5].tolist() == [0, 0, 255]
    assert pixels(canvas)[0, 0].tolist() == [255, 0, 0]
    fills = [child.get("fill") for child in ElementTree.fromstring(canvas.to_svg())]
    assert fills == ["white", "red", "blue"]


def test_a_dot_has_the_area_of_its_circle():
    canvas = Canvas(60, 60)
    canvas.dot((30, 30), 20, "black")
    assert (pixels(canvas)[..., 0] == 0).sum() == pytest.approx(np.pi * 20**2, rel=0.06)


def test_a_line_passes_through_its_points():
    canvas = Canvas(40, 40)
    canvas.line([(5, 5), (35, 5), (35, 35)], "black", width=3)
    dark = pixels(canvas)[..., 0] < 128
    assert dark[5, 5:35].all()
    assert dark[5:35, 35].all()
    assert not dark[20, 20]
    shape = ElementTree.fromstring(canvas.to_svg())[1]
    assert shape.get("points") == "5.00,5.00 35.00,5.00 35.00,35.00"
    assert shape.get("stroke-width") == "3"


@pytest.mark.parametrize("words", ["Aix & <Bonn>", 'a "quoted" name', "é"])
def test_words_are_escaped_and_drawn(words):
    canvas = Canvas(200, 40)
    canvas.text((100, 20), words, "black", size=12)
    assert ElementTree.fromstring(canvas.to_svg())[1].text == words
    columns = np.flatnonzero((pixels(canvas)[..., 0] < 128).any(0))
    assert columns.size
    assert abs((columns[0] + columns[-1]) / 2 - 100) < 6


def test_text_that_others_wrote_stays_text_in_a_whole_document():
    canvas = Canvas(30, 20)
    canvas.text((5, 5), "</text><b>\x00\x1b\u202e&", "black")
    [shape] = ElementTree.fromstring(canvas.to_svg())[1:]
    assert shape.text == r"</text><b>\x00\x1b\u202e&"
    assert pixels(canvas).shape == (20, 30, 3)


def test_a_dashed_line_is_told_from_a_whole_one_without_colours():
    canvas = Canvas(100, 20)
    canvas.line([(5, 5), (95, 5)], "black", width=3)
    canvas.line([(5, 15), (95, 15)], "black", width=3, dashed=True)
    whole, dashed = (pixels(canvas)[row, 5:95, 0] < 128 for row in (5, 15))
    assert whole.all()
    assert 0.4 < dashed.mean() < 0.65
    assert (np.diff(dashed.astype(int)) == 1).sum() >= 6
    first, second = ElementTree.fromstring(canvas.to_svg())[1:]
    assert (first.get("stroke-dasharray"), second.get("stroke-dasharray")) == (None, "6")


def test_words_may_begin_at_a_place():
    canvas = Canvas(200, 40)
    canvas.text((20, 20), "Aix", "black", size=12, anchor="start")
    columns = np.flatnonzero((pixels(canvas)[..., 0] < 128).any(0))
    assert 19 <= columns[0] <= 23
    assert ElementTree.fromstring(canvas.to_svg())[1].get("text-anchor") == "start"
