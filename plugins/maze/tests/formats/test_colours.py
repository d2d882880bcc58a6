"""Letters and colours stand for each other; unclear colours are named with their place."""

import numpy as np
import pytest
from thinkers_maze.formats.colours import LETTERS, to_colours, to_letters

from thinkers import InvalidInstanceError

GRID = np.array([["#", " ", "S"], ["E", "X", "?"]])


def of_hex(*colours):
    """One row of pixels."""
    return np.array(
        [[list(bytes.fromhex(colour.removeprefix("#"))) for colour in colours]], np.uint8
    )


def read(*colours):
    return "".join(LETTERS[to_letters(of_hex(*colours), "here")][0])


def test_by_hand():
    colours = to_colours(GRID)
    assert colours.dtype == np.uint8
    assert colours.tolist() == [
        [[0, 0, 0], [255, 255, 255], [0, 255, 0]],
        [[255, 0, 0], [0, 0, 255], [255, 128, 0]],
    ]
    np.testing.assert_array_equal(LETTERS[to_letters(colours, "here")], GRID)


def test_nearly_the_colour_will_do():
    for change in (-40, 40):
        colours = np.clip(to_colours(GRID).astype(int) + change, 0, 255).astype(np.uint8)
        np.testing.assert_array_equal(LETTERS[to_letters(colours, "here")], GRID)


@pytest.mark.parametrize(
    ("letter", "colours"),
    [
        ("#", "000000 111827 1a1a1a 212121 2c3e50 34495e 333333 4a4a4a"),
        (" ", "ffffff fafafa f5f5dc ecf0f1 bdc3c7 cccccc e8f5e9"),
        ("S", "00ff00 008000 2ecc71 27ae60 4caf50 32cd32 228b22 00c853 90ee90"),
        ("E", "ff0000 8b0000 e74c3c c0392b f44336 dc143c b22222 ff6347"),
        ("X", "0000ff 3498db 2980b9 1e90ff 00ffff ffff00 f1c40f 9b59b6 ff00ff 800080 87ceeb"),
        ("?", "ffa500 dd6b20 ff8000"),
    ],
)
def test_usual_colours(letter, colours):
    assert set(read(*colours.split())) == {letter}


@pytest.mark.parametrize(
    ("wall", "free"), [("000000", "808080"), ("808080", "ffffff"), ("606060", "a0a0a0")]
)
def test_of_two_greys_the_darker_is_wall(wall, free):
    assert read(wall, free, free, "00ff00", wall) == "#  S#"


@pytest.mark.parametrize("colour", ["808080", "646464", "ff0070", "aaff00", "1abc9c", "d09898"])
def test_unclear_colours(colour):
    pixels = to_colours(GRID)
    pixels[1, 2] = of_hex(colour)[0, 0]
    words = f"here: the pixel in row 2, column 3 has the colour #{colour}, which is unclear"
    with pytest.raises(InvalidInstanceError, match=words):
        to_letters(pixels, "here")


def test_nothing_but_a_middle_grey_is_unclear():
    with pytest.raises(InvalidInstanceError, match="row 1, column 1 has the colour #808080"):
        read("808080", "808080")
