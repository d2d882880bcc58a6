"""Both encodings show the same maze, by the published layout, and give back what they mean."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze import encoding as codec
from thinkers_maze.instance import UNDECIDED

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

FEW = settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
ENCODINGS = [codec.CELL, codec.PIXEL]


def sure(targets):
    return np.stack([-targets, targets]).astype(np.float32) + 0.5


def test_cells_by_hand(maze):
    colours = codec.encode([maze("S #E")], codec.CELL)
    assert colours.dtype == np.float32
    assert colours.shape == (1, 3, 3, 6)
    assert not colours[:, :, [0, 2]].any()
    red, green, blue = colours[0, :, 1].tolist()
    assert red == [0, 0, 1, 0, 1, 0]
    assert green == [0, 1, 1, 0, 0, 0]
    assert blue == [0, 0, 1, 0, 0, 0]


def test_pixels_by_hand(maze):
    colours = codec.encode([maze("SE")], codec.PIXEL)
    assert colours.shape == (1, 3, 8, 10)
    assert colours.sum() == 8
    assert (colours[0, :, 3:5, 3:5] == [[[0]], [[1]], [[0]]]).all()
    assert (colours[0, :, 3:5, 5:7] == [[[1]], [[0]], [[0]]]).all()


@pytest.mark.parametrize("size", [9, 11, 13, 15, 17, 33, 59])
def test_published_sizes(size, maze):
    published = {9: 24, 11: 28, 13: 32, 15: 36, 17: 40, 33: 72, 59: 124}
    lines = ["S" + " " * (size - 2) + "E", *[" " * size] * (size - 1)]
    instance = maze("/".join(lines))
    assert codec.shape(instance, codec.PIXEL) == (published[size],) * 2
    assert codec.shape(instance, codec.CELL) == (size + 2,) * 2


@pytest.mark.parametrize("encoding", ENCODINGS)
@FEW
@given(data=st.data())
def test_decoding_gives_the_marks_back(encoding, data, mazes):
    instance = data.draw(mazes())
    picked = data.draw(st.lists(st.booleans(), min_size=49, max_size=49))
    marks = np.resize(picked, instance.shape).astype(np.int8)
    marks[instance.walls] = 0
    (targets,) = codec.targets([marks], encoding)
    assert targets.shape == codec.shape(instance, encoding)
    assert targets.dtype == np.int64
    assert targets.sum() == marks.sum() * codec.SCALE[encoding] ** 2
    np.testing.assert_array_equal(codec.decode(sure(targets), instance, encoding), marks)


@FEW
@given(data=st.data())
def test_both_encodings_show_the_same_maze(data, mazes):
    instance = data.draw(mazes())
    pixels = codec.encode([instance], codec.PIXEL)[0]
    np.testing.assert_array_equal(
        pixels[:, 3:-3:2, 3:-3:2], codec.encode([instance], codec.CELL)[0, :, 1:-1, 1:-1]
    )
    np.testing.assert_array_equal(pixels[:, 3:-3:2, 3:-3:2], pixels[:, 4:-2:2, 4:-2:2])


@pytest.mark.parametrize("encoding", ENCODINGS)
@FEW
@given(data=st.data())
def test_the_mask_is_what_is_not_black(encoding, data, mazes):
    instance = data.draw(mazes())
    colours, mask = codec.encode([instance], encoding), codec.mask([instance], encoding)
    np.testing.assert_array_equal(mask, colours.max(1) > 0)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_marks_on_walls_do_not_count(encoding, maze):
    instance = maze("S#E")
    everywhere = np.ones(codec.shape(instance, encoding), np.int64)
    np.testing.assert_array_equal(codec.decode(sure(everywhere), instance, encoding), [[1, 0, 1]])


def test_a_broken_path_stays_broken(maze):
    instance = maze("S   E")
    targets = codec.targets([np.array([[1, 1, 0, 1, 1]], np.int8)], codec.CELL)[0]
    np.testing.assert_array_equal(
        codec.decode(sure(targets), instance, codec.CELL), [[1, 1, 0, 1, 1]]
    )


def test_one_wrong_pixel_leaves_its_cell_undecided(maze):
    instance = maze("S E")
    targets = codec.targets([np.array([[1, 1, 1]], np.int8)], codec.PIXEL)[0]
    targets[3, 5] = 0
    marks = codec.decode(sure(targets), instance, codec.PIXEL)
    np.testing.assert_array_equal(marks, [[1, UNDECIDED, 1]])


@pytest.mark.parametrize("value", [np.nan, 0.0, np.inf])
def test_scores_without_meaning_mark_nothing(value, maze):
    scores = np.full((2, 3, 5), value, np.float32)
    assert not codec.decode(scores, maze("S E"), codec.CELL).any()
