"""A grid of letters is a maze when it has one start, one end and known letters."""

import numpy as np
import pytest
from thinkers_maze.formats.grid import note_of, to_letters, to_maze

from thinkers import InvalidInstanceError


def letters(*lines):
    return np.array([list(line) for line in lines])


def test_a_frame_of_walls_is_left_out():
    instance, marks = to_maze(letters("#####", "#S# #", "#  E#", "#####"), "here")
    assert marks is None
    np.testing.assert_array_equal(instance.walls, [[False, True, False], [False] * 3])
    assert (instance.start, instance.end, instance.name) == ((0, 0), (1, 2), "here")


def test_it_stays_where_no_frame_is_meant():
    instance, _ = to_maze(letters("####", "#SE#", "####"), "here", framed=False)
    assert instance.shape == (3, 4)
    assert instance.start == (1, 1)


@pytest.mark.parametrize("lines", [("# ###", "#S E#", "#####"), ("#S#E#",), ("S###", "E###")])
def test_a_rim_with_a_gap_is_no_frame(lines):
    assert to_maze(letters(*lines), "here")[0].shape == (len(lines), len(lines[0]))


def test_paths_are_free_and_both_letters_of_the_end_are_known():
    instance, marks = to_maze(letters("SXo.?G"), "here")
    assert not instance.walls.any()
    assert marks.tolist() == [[1, 1, 1, 0, -1, 1]]
    assert instance.end == (0, 5)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("  E", "   "), "here: there is no start"),
        (("   ", "   "), "here: there is no start, and no end"),
        (("# # #", "#   #", "### #"), "here: there is no start, and no end"),
        (("#  #", "#  #", "####"), "here: there is no start, and no end"),
        (("S  ", "   "), "here: there is no end"),
        (("S E", " S "), "here: there are 2 starts, in row 1, column 1 and row 2, column 2"),
        (("S E", " G "), "here: there are 2 ends, in row 1, column 3 and row 2, column 2"),
        (("S E", " x "), "here: unknown letter 'x' in row 2, column 2"),
        (("S E", " \t "), r"here: unknown letter '\\t' in row 2, column 2"),
    ],
)
def test_bad_grids(lines, words):
    with pytest.raises(InvalidInstanceError, match=words):
        to_maze(letters(*lines), "here")


def test_marks_are_drawn_between_the_ends(maze):
    marks = np.array([[1, 1, -1, 0, 1]], np.int8)
    assert "".join(to_letters(maze("S   E"), marks, frame=0)[0]) == "SX? E"
    assert to_letters(maze("S   E"), None).shape == (3, 7)


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (("# ###", "#   #", "### #"), (0, 1), (2, 3)),
        (("###", "# .", "# #", "X #", "###"), (1, 2), (3, 0)),
    ],
)
def test_without_letters_the_ends_are_the_gaps_in_the_outer_wall(lines, start, end):
    instance, _ = to_maze(letters(*lines), "here")
    assert (instance.start, instance.end) == (start, end)
    assert instance.shape == (len(lines), len(lines[0]))


@pytest.mark.parametrize("ends", [(1, 0), (0, 0), (-1, 1), (1, 1)])
def test_marks_of_the_ends_are_noted_where_letters_do_not_show_them(ends, maze):
    instance = maze("S.E")
    marks = np.array([[ends[0], 0, ends[1]]], np.int8)
    note = note_of(instance, marks)
    _, found = to_maze(to_letters(instance, marks), "here", note=note)
    np.testing.assert_array_equal(found, marks)
    assert note_of(instance, None) == note_of(instance, np.array([[1, 1, 1]], np.int8)) == ""
