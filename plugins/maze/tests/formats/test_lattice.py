"""Each cell of a picture has one letter, whatever the widths of cells and of walls between them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.formats.colours import LETTERS
from thinkers_maze.formats.lattice import cells
from thinkers_maze.generator import generate
from thinkers_maze.params import MazeParams

from thinkers import InvalidInstanceError

FEW = settings(max_examples=40, deadline=None)
SMALL = np.array([list(line) for line in ("S #", "#  ", "  E")])


def codes(letters):
    return np.select([letters == letter for letter in LETTERS], np.arange(len(LETTERS), dtype=int))


def scaled(letters, widths):
    """Each row of letters so many pixels high, each column so many wide."""
    return codes(letters).repeat(widths, 0).repeat(widths, 1).astype(np.uint8)


def read(pixels):
    return LETTERS[cells(pixels, "here")]


def framed(seed, size, ends):
    """A maze of rooms in a frame: ends marked, or gaps above the first room and below the last."""
    params = MazeParams(size=size, algorithm="wilson", loops=0.1)
    (maze,) = generate(np.random.default_rng(seed), 1, params)
    letters = np.pad(np.where(maze.walls, "#", " "), 1, constant_values="#")
    if ends == "gaps":
        letters[0, 1] = letters[-1, -2] = " "
    else:
        letters[1, 1], letters[-2, -2] = "S", "E"
    return letters


@FEW
@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 9), st.sampled_from(["gaps", "SE"]))
def test_cells_of_one_size(seed, rooms, side, ends):
    letters = framed(seed, 2 * rooms - 1, ends)
    np.testing.assert_array_equal(read(scaled(letters, side)), letters)


@FEW
@given(
    st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 5), st.integers(1, 12),
    st.sampled_from(["gaps", "SE"]), st.integers(0, 3),
)  # fmt: skip
def test_thin_walls_around_wide_rooms(seed, rooms, wall, wider, ends, margin):
    letters = framed(seed, 2 * rooms - 1, ends)
    pixels = scaled(letters, np.resize([wall, wall + wider], len(letters)))
    if ends == "gaps":
        pixels = np.pad(pixels, margin, constant_values=LETTERS.tolist().index(" "))
    np.testing.assert_array_equal(read(pixels), letters)


@pytest.mark.parametrize("margin", [1, 5, 11])
def test_what_is_free_around_the_outer_wall_is_left_out(margin):
    letters = framed(0, 7, "SE")
    for widths in (6, np.resize([1, 9], 9)):
        pixels = np.pad(scaled(letters, widths), margin, constant_values=1)
        np.testing.assert_array_equal(read(pixels), letters)


def test_free_cells_at_the_rim_are_no_margin():
    letters = np.pad(SMALL, 1, constant_values=" ")
    np.testing.assert_array_equal(read(scaled(letters, 4)), letters)


def test_ends_may_fill_gaps_in_thin_walls():
    letters = framed(0, 7, "gaps")
    letters[0, 1], letters[-1, -2] = "S", "E"
    np.testing.assert_array_equal(read(scaled(letters, np.resize([2, 9], 9))), letters)


@pytest.mark.parametrize("widths", [12, np.resize([2, 11], 9), np.resize([1, 16], 9)])
@pytest.mark.parametrize("smaller", [2, 3])
def test_ends_may_be_marks_in_the_middle_of_their_cells(widths, smaller):
    letters = framed(0, 7, "SE")
    pixels = scaled(letters, widths)
    for letter in "SE":
        places = np.argwhere(pixels == LETTERS.tolist().index(letter))
        (top, left), (bottom, right) = places.min(0), places.max(0) + 1
        pixels[top:bottom, left:right] = LETTERS.tolist().index(" ")
        inner = slice(top + smaller, bottom - smaller), slice(left + smaller, right - smaller)
        pixels[inner] = LETTERS.tolist().index(letter)
    np.testing.assert_array_equal(read(pixels), letters)


def test_marks_across_cells_are_no_ends():
    pixels = scaled(framed(0, 7, "SE"), 12)
    start = LETTERS.tolist().index("S")
    pixels[pixels == start] = LETTERS.tolist().index(" ")
    pixels[21:27, 14:20] = start
    with pytest.raises(InvalidInstanceError, match="several colours"):
        read(pixels)


def test_rooms_of_several_cells_are_not_taken_for_one():
    letters = np.array([list(line) for line in ("#####", "#S  #", "#   #", "#  E#", "#####")])
    wide = np.array([list(line) for line in ("S    E", "      ", "      ")])
    for each in (letters, np.pad(wide, 1, constant_values="#")):
        np.testing.assert_array_equal(read(scaled(each, 16)), each)


def test_cells_of_one_size_without_rooms():
    letters = np.array([list(line) for line in ("# ####", "#    #", "## # #", "#    #", "## ###")])
    np.testing.assert_array_equal(read(scaled(letters, 7)), letters)


def test_cells_of_several_sizes():
    pixels = scaled(SMALL, 4)[:, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 11]]
    with pytest.raises(InvalidInstanceError, match="row 1, column 5 has several colours") as caught:
        read(pixels)
    assert caught.value.hint == "the start is 4 pixels wide, so every cell must be 4 x 4"


def test_a_rim_of_walls_may_be_cut_off_and_no_other():
    pixels = np.pad(scaled(SMALL, 4), 3)
    np.testing.assert_array_equal(read(pixels)[:3, :3], SMALL)
    with pytest.raises(InvalidInstanceError, match="the cells at the rim are cut off"):
        read(scaled(SMALL, 4)[:-1])


def test_an_end_without_a_start():
    letters = np.where(SMALL == "S", " ", SMALL)
    np.testing.assert_array_equal(read(scaled(letters, 4)), letters)
    cut = scaled(letters, 4)[:-1]
    with pytest.raises(InvalidInstanceError, match=r"there is no start \(green\)"):
        read(cut)


def test_an_end_without_a_start_comes_with_what_to_do():
    with pytest.raises(InvalidInstanceError, match=r"there is no start \(green\)") as caught:
        read(codes(np.array([list("###"), list("#EE"), list("#E ")])))
    assert "--start ROW,COLUMN" in caught.value.hint
