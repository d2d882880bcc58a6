"""A maze has two distinct ends on free cells, and knows what touches what."""

import numpy as np
import pytest
from thinkers_maze.instance import MazeInstance

from thinkers import InvalidInstanceError


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ((0, 3), (0, 0), r"the start \(0, 3\) is outside the maze"),
        ((0, 0), (-1, 0), r"the end \(-1, 0\) is outside the maze"),
        ((0, 1), (0, 0), r"the start \(0, 1\) is on a wall"),
        ((0, 0), (0, 1), r"the end \(0, 1\) is on a wall"),
        ((0, 0), (0, 0), "start and end are the same cell"),
    ],
)
def test_bad_ends_are_named(start, end, words):
    with pytest.raises(InvalidInstanceError, match=words):
        MazeInstance(np.array([[False, True, False]]), start, end)


def test_walls_and_the_rim_touch_nothing(maze):
    instance = maze("S.#/.#./..E")
    assert instance.beside((0, 0)) == [(0, 1), (1, 0)]
    assert instance.beside((2, 2)) == [(1, 2), (2, 1)]
    assert instance.beside((2, 1)) == [(2, 2), (2, 0)]
    assert instance.shape == (3, 3)


def test_marks_are_where_they_should_be(maze):
    instance = maze("S  E")
    np.testing.assert_array_equal(instance.marks([(0, 0), (0, 3)]), [[1, 0, 0, 1]])
    assert instance.marks([]).dtype == np.int8
