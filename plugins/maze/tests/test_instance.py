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


@pytest.mark.parametrize(
    "walls",
    [[[0, 1, 0]], [[False, True, False]], np.array([[0, 1, 0]], np.uint8), np.array([[0.0, 1, 0]])],
)
def test_walls_are_a_copy_in_yes_and_no_that_nobody_writes_to(walls):
    instance = MazeInstance(walls, np.array([0, 0]), (np.int64(0), 2))
    assert instance.walls.dtype == bool
    assert instance.walls.tolist() == [[False, True, False]]
    assert (instance.start, instance.end) == ((0, 0), (0, 2))
    assert {type(number) for number in (*instance.start, *instance.end)} == {int}
    with pytest.raises(ValueError, match="read-only"):
        instance.walls[0, 0] = True


def test_writing_to_what_was_given_changes_no_instance():
    given = np.zeros((2, 2), bool)
    instance = MazeInstance(given, (0, 0), (1, 1))
    given[:] = True
    assert not instance.walls.any()


@pytest.mark.parametrize(
    ("walls", "words"),
    [
        (np.zeros(4, bool), r"expected walls of shape \(rows, cols\), got \(4,\)"),
        (np.zeros((0, 3), bool), r"got \(0, 3\)"),
        ([[0, 1], [0]], "the rows of the walls are not equally long"),
        ([[0, 2]], "expected walls that are True or False, or 1 or 0, got int"),
        ([[0, np.nan]], "got float64"),
        (np.array([["#", " "]]), "got <U1"),
        (np.array([[None, 1]]), "got object"),
        (np.zeros((1, 2), "V8"), "got "),
    ],
)
def test_other_walls_are_refused(walls, words):
    with pytest.raises(InvalidInstanceError, match=words):
        MazeInstance(walls, (0, 0), (0, 1))


@pytest.mark.parametrize("end", [(0, 1.0), (0,), 3, None, "01", (0, 0, 1), ((0, 0), 1)])
def test_ends_are_two_whole_numbers(end):
    with pytest.raises(InvalidInstanceError, match="expected the end as row and column"):
        MazeInstance(np.zeros((2, 2), bool), (0, 0), end)
