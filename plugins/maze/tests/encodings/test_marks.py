"""Marks are given back as they are, at one pixel a cell and at four; nothing is repaired."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.encodings.cell import CellEncoding
from thinkers_maze.encodings.pixel import PixelEncoding
from thinkers_maze.instance import UNDECIDED

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

FEW = settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
CELL, PIXEL = CellEncoding(), PixelEncoding()
ENCODINGS = [CELL, PIXEL]


def sure(targets):
    return np.stack([-targets, targets]).astype(np.float32) + 0.5


@pytest.mark.parametrize("encoding", ENCODINGS, ids=["cell", "pixel"])
@FEW
@given(data=st.data())
def test_decoding_gives_the_marks_back(encoding, data, mazes):
    instance = data.draw(mazes())
    picked = data.draw(st.lists(st.booleans(), min_size=49, max_size=49))
    marks = np.resize(picked, instance.shape).astype(np.int8)
    marks[instance.walls] = 0
    (targets,) = encoding.targets([marks])
    assert targets.shape == encoding.pixels(instance)
    assert targets.dtype == np.int64
    assert targets.sum() == marks.sum() * encoding.scale**2
    np.testing.assert_array_equal(encoding.marks(sure(targets), instance), marks)


@pytest.mark.parametrize("encoding", ENCODINGS, ids=["cell", "pixel"])
def test_marks_on_walls_do_not_count(encoding, maze):
    instance = maze("S#E")
    everywhere = np.ones(encoding.pixels(instance), np.int64)
    np.testing.assert_array_equal(encoding.marks(sure(everywhere), instance), [[1, 0, 1]])


def test_a_broken_path_stays_broken(maze):
    instance = maze("S   E")
    targets = CELL.targets([np.array([[1, 1, 0, 1, 1]], np.int8)])[0]
    np.testing.assert_array_equal(CELL.marks(sure(targets), instance), [[1, 1, 0, 1, 1]])


def test_one_wrong_pixel_leaves_its_cell_undecided(maze):
    instance = maze("S E")
    targets = PIXEL.targets([np.array([[1, 1, 1]], np.int8)])[0]
    targets[3, 5] = 0
    marks = PIXEL.marks(sure(targets), instance)
    np.testing.assert_array_equal(marks, [[1, UNDECIDED, 1]])


@pytest.mark.parametrize("value", [np.nan, 0.0, np.inf])
def test_scores_without_meaning_mark_nothing(value, maze):
    scores = np.full((2, 3, 5), value, np.float32)
    assert not CELL.marks(scores, maze("S E")).any()
