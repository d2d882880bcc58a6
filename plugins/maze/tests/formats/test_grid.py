"""A grid of letters is a maze when it has one start, one end and known letters."""

import numpy as np
import pytest
from thinkers_maze.formats.grid import to_instance, to_letters

from thinkers import InvalidInstanceError


def letters(*lines):
    return np.array([list(line) for line in lines])


def test_a_frame_of_walls_is_left_out():
    instance = to_instance(letters("#####", "#S# #", "#  E#", "#####"), "here")
    np.testing.assert_array_equal(instance.walls, [[False, True, False], [False] * 3])
    assert (instance.start, instance.end, instance.name) == ((0, 0), (1, 2), "here")


def test_it_stays_where_no_frame_is_meant():
    instance = to_instance(letters("####", "#SE#", "####"), "here", framed=False)
    assert instance.shape == (3, 4)
    assert instance.start == (1, 1)


@pytest.mark.parametrize("lines", [("# ###", "#S E#", "#####"), ("#S#E#",), ("S###", "E###")])
def test_a_rim_with_a_gap_is_no_frame(lines):
    assert to_instance(letters(*lines), "here").shape == (len(lines), len(lines[0]))


def test_paths_are_free_and_both_letters_of_the_end_are_known():
    instance = to_instance(letters("SXo.?G"), "here")
    assert not instance.walls.any()
    assert instance.end == (0, 5)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("  E", "   "), "here: there is no start"),
        (("S  ", "   "), "here: there is no end"),
        (("S E", " S "), "here: there are 2 starts, in row 1, column 1 and row 2, column 2"),
        (("S E", " G "), "here: there are 2 ends, in row 1, column 3 and row 2, column 2"),
        (("S E", " x "), "here: unknown letter 'x' in row 2, column 2"),
        (("S E", " \t "), r"here: unknown letter '\\t' in row 2, column 2"),
    ],
)
def test_bad_grids(lines, words):
    with pytest.raises(InvalidInstanceError, match=words):
        to_instance(letters(*lines), "here")


def test_marks_are_drawn_between_the_ends(maze):
    marks = np.array([[1, 1, -1, 0, 1]], np.int8)
    assert "".join(to_letters(maze("S   E"), marks, frame=0)[0]) == "SX? E"
    assert to_letters(maze("S   E"), None).shape == (3, 7)
