"""Mazes of one file are read together, as each would be alone, and small files stay small."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.formats import read
from thinkers_maze.formats.grid import letters_of, to_maze
from thinkers_maze.formats.stacks import AT_ONCE, Grid, to_mazes

from thinkers import InvalidInstanceError

NOTES = st.sampled_from(["", "by hand", "answer: start 1, end 0", "answer: start -1, end 1"])


@st.composite
def grids(draw):
    rows, cols = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    letters = draw(st.lists(st.sampled_from("######   .SEXo?"), min_size=25, max_size=25))
    if draw(st.booleans()) and min(rows, cols) > 2:  # a wall around, perhaps with gaps
        framed = np.array(letters).reshape(5, 5)[:rows, :cols]
        framed[[0, -1]] = framed[:, [0, -1]] = "#"
        for _ in range(draw(st.integers(0, 2))):
            framed[draw(st.integers(0, rows - 1)), draw(st.sampled_from([0, -1]))] = " "
        letters = framed.ravel().tolist()
    return Grid("".join(letters[: rows * cols]), (rows, cols), "here", draw(NOTES))


def outcome(read_them):
    """What is read, or why it is not."""
    try:
        return read_them()
    except InvalidInstanceError as error:
        return str(error)


@given(st.lists(grids(), min_size=1, max_size=6), st.booleans())
@settings(max_examples=200)
def test_stacks_give_what_each_gives_alone(drawn, framed):
    alone = [
        outcome(
            lambda one=one: to_maze(
                letters_of(one.text).reshape(one.shape), one.where, framed, one.note
            )
        )
        for one in drawn
    ]
    for grid, wanted in zip(drawn, alone, strict=True):
        if isinstance(wanted, str):
            assert outcome(lambda grid=grid: to_mazes([grid], framed)) == wanted
    pairs = [pair for pair in zip(drawn, alone, strict=True) if not isinstance(pair[1], str)]
    found = to_mazes([grid for grid, _ in pairs], framed)
    for (maze, marks), (_, (other, expected)) in zip(found, pairs, strict=True):
        np.testing.assert_array_equal(maze.walls, other.walls)
        assert (maze.start, maze.end, maze.name) == (other.start, other.end, other.name)
        assert (marks is None) == (expected is None)
        if expected is not None:
            np.testing.assert_array_equal(marks, expected)
        assert maze.walls.flags.c_contiguous
        with pytest.raises(ValueError, match="WRITEABLE"):
            maze.walls.setflags(write=True)


def test_more_than_are_read_at_once():
    side = 400
    text = "S" + " " * (side**2 - 2) + "E"
    found = to_mazes([Grid(text, (side, side), str(one)) for one in range(AT_ONCE // side**2 + 2)])
    assert [maze.name for maze, _ in found] == [str(one) for one in range(len(found))]


def test_the_first_that_is_wrong_is_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("SE\n\nS E\n\nSS\n\nS!E\n")
    with pytest.raises(InvalidInstanceError, match=r"^a\.txt, maze 3: there are 2 starts"):
        read(path)


@pytest.mark.parametrize(
    ("name", "line"), [("a.txt", "SE\n\n"), ("b.txt", "SE\n"), ("c.csv", "SG##,SG##\n")]
)
def test_more_than_a_file_may_hold_are_refused_before_they_are_read(
    name, line, tmp_path, monkeypatch
):
    path = tmp_path / name
    head = "question,answer\n" if name.endswith(".csv") else ""
    path.write_text(head + line * 120_000)
    with pytest.raises(InvalidInstanceError, match=r"holds 120,000 mazes, expected") as raised:
        read(path)
    assert "THINKERS_MAX_INSTANCES=120000" in raised.value.hint
    monkeypatch.setenv("THINKERS_MAX_INSTANCES", "3")
    path.write_text(head + line * 3)
    assert len(read(path)) == 3
