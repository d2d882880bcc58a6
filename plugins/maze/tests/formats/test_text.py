"""Text holds grids or HRM rows; ragged grids are refused with the line."""

import pytest
from thinkers_maze.formats.text import content, from_row, read
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError


@pytest.fixture
def text(tmp_path):
    def saved(content):
        path = tmp_path / "mazes.txt"
        path.write_text(content, encoding="utf-8")
        return path

    return saved


def test_grids_with_empty_lines_between(text):
    (first, _), (second, _) = read(text("\n#####\n#S E#\n#####\n\n\nS \n#E\n"))
    assert first.shape == (1, 3)
    assert first.name == "mazes.txt, maze 1"
    assert second.walls.tolist() == [[False, False], [True, False]]


def test_windows_line_ends_and_byte_order_marks(text):
    ((instance, _),) = read(text("\ufeffS \r\n#E\r\n"))
    assert instance.shape == (2, 2)


def test_hrm_rows(text):
    (first, _), (second, _) = read(text("S# o# ooG\n    S#G##\n"))
    assert first.walls.tolist() == [[False, True, False], [False, True, False], [False] * 3]
    assert first.end == (2, 2)
    assert second.start == (1, 1)


def test_even_sides_are_fine_in_text(text):
    assert read(text("S   \n    \n    \n   E\n"))[0][0].shape == (4, 4)


def test_answers_are_drawn(maze):
    instance = maze("S.#/#../#.E")
    grid = "#####\n#SX##\n##XX#\n## E#\n#####\n"
    other = "#####\n#SX##\n##X #\n##XE#\n#####\n"
    drawn = content([instance, instance], [shortest_path(instance)] * 2).decode()
    assert drawn in {grid + "\n" + grid, other + "\n" + other}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("S  \n  E \n", "line 2: expected 3 letters as in line 1, got 4"),
        ("SE\n\n####\n#SE#\n###\n", "line 5: expected 4 letters as in line 3, got 3"),
        ("  E\n   \n", "maze 1: there is no start"),
        ("S E\n\nS  \n", "maze 2: there is no end"),
        ("S S\n  E\n", "maze 1: there are 2 starts"),
        ("S E\n a \n", "unknown letter 'a' in row 2, column 2"),
        ("S E\n \t \n", r"unknown letter '\\t' in row 2, column 2"),
    ],
)
def test_bad_grids(text, content, words):
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(text(content))
    assert "\n" not in str(caught.value)


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "maze.txt"
    path.write_bytes(b"S \x00 E")
    with pytest.raises(InvalidInstanceError, match="is a binary file, expected text"):
        read(path)


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("S  E", (1, 4)), ("E  S", (1, 4)), ("S  G", (1, 4)), ("S E", (1, 3)), ("#S  E# #", (1, 8)),
        ("S#E#", (2, 2)), ("S# G", (2, 2)), ("S       E", (1, 9)), ("#S  G####", (3, 3)),
        ("#S  E####", (1, 9)),
    ],
)  # fmt: skip
def test_a_line_is_a_corridor_where_nothing_stands_between_its_ends(text, line, shape):
    ((instance, _),) = read(text(line + "\n"))
    assert instance.shape == shape


def test_a_column_is_a_corridor_too(text):
    ((instance, _),) = read(text("S\n \n \nE\n"))
    assert (instance.shape, instance.end) == ((4, 1), (3, 0))


def test_notes_are_no_part_of_a_maze(text, maze):
    (_, noted), (_, other) = read(text("; by hand\n; answer: start 1, end 1\nSE\n  \n\nSX\n E\n"))
    assert noted.tolist() == [[1, 1], [0, 0]]
    assert other.tolist() == [[1, 1], [0, 1]]


@pytest.mark.parametrize("row", ["S E", ""])
def test_rows_must_make_a_square(row):
    with pytest.raises(InvalidInstanceError, match=f"{len(row)} letters do not make a square"):
        from_row(row, "here")
