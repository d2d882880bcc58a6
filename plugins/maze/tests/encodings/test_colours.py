"""Encodings show the same maze, by the published layout or by one that is as small as can be."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.encodings.cell import CellEncoding
from thinkers_maze.encodings.pixel import PixelEncoding

FEW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CELL, PIXEL = CellEncoding(), PixelEncoding()
ENCODINGS = [CELL, PIXEL]


def test_cells_by_hand(maze):
    colours = CELL.colours([maze("S #E")])
    assert colours.dtype == np.float32
    assert colours.shape == (1, 3, 3, 6)
    assert not colours[:, :, [0, 2]].any()
    red, green, blue = colours[0, :, 1].tolist()
    assert red == [0, 0, 1, 0, 1, 0]
    assert green == [0, 1, 1, 0, 0, 0]
    assert blue == [0, 0, 1, 0, 0, 0]


def test_pixels_by_hand(maze):
    colours = PIXEL.colours([maze("SE")])
    assert colours.shape == (1, 3, 8, 10)
    assert colours.sum() == 8
    assert (colours[0, :, 3:5, 3:5] == [[[0]], [[1]], [[0]]]).all()
    assert (colours[0, :, 3:5, 5:7] == [[[1]], [[0]], [[0]]]).all()


@pytest.mark.parametrize("size", [9, 11, 13, 15, 17, 33, 59])
def test_published_sizes(size, maze):
    published = {9: 24, 11: 28, 13: 32, 15: 36, 17: 40, 33: 72, 59: 124}
    lines = ["S" + " " * (size - 2) + "E", *[" " * size] * (size - 1)]
    instance = maze("/".join(lines))
    assert PIXEL.pixels(instance) == (published[size],) * 2
    assert CELL.pixels(instance) == (size + 2,) * 2


@FEW
@given(data=st.data())
def test_both_encodings_show_the_same_maze(data, mazes):
    instance = data.draw(mazes())
    pixels = PIXEL.colours([instance])[0]
    np.testing.assert_array_equal(
        pixels[:, 3:-3:2, 3:-3:2], CELL.colours([instance])[0, :, 1:-1, 1:-1]
    )
    np.testing.assert_array_equal(pixels[:, 3:-3:2, 3:-3:2], pixels[:, 4:-2:2, 4:-2:2])


@pytest.mark.parametrize("encoding", ENCODINGS, ids=["cell", "pixel"])
@FEW
@given(data=st.data())
def test_the_mask_is_what_is_not_black(encoding, data, mazes):
    instance = data.draw(mazes())
    colours, mask = encoding.colours([instance]), encoding.mask([instance])
    np.testing.assert_array_equal(mask, colours.max(1) > 0)
