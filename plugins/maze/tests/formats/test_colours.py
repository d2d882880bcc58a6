"""Letters and colours stand for each other; other colours are named with their place."""

import numpy as np
import pytest
from thinkers_maze.formats.colours import LETTERS, to_colours, to_numbers

from thinkers import InvalidInstanceError

GRID = np.array([["#", " ", "S"], ["E", "X", "?"]])


def test_by_hand():
    colours = to_colours(GRID)
    assert colours.dtype == np.uint8
    assert colours.tolist() == [
        [[0, 0, 0], [255, 255, 255], [0, 255, 0]],
        [[255, 0, 0], [0, 0, 255], [255, 0, 255]],
    ]


def test_nearly_the_colour_will_do():
    colours = np.clip(to_colours(GRID).astype(int) - 40, 20, 255).astype(np.uint8)
    np.testing.assert_array_equal(LETTERS[to_numbers(colours, "here")], GRID)


@pytest.mark.parametrize("colour", [(255, 255, 0), (0, 255, 255), (128, 128, 128), (255, 100, 255)])
def test_other_colours(colour):
    pixels = to_colours(GRID)
    pixels[1, 2] = colour
    words = f"here: the pixel in row 2, column 3 has the colour #{bytes(colour).hex()}"
    with pytest.raises(InvalidInstanceError, match=words):
        to_numbers(pixels, "here")
