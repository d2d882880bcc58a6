"""HRM rows come and go as `source,question,answer,rating`; other tables are refused."""

import pytest
from thinkers_maze.formats.hrm import read, write

from thinkers import InvalidInstanceError


def test_by_hand(tmp_path, maze):
    instance = maze("S.#/#.#/#E.")
    path = tmp_path / "mazes.csv"
    write(path, [instance, instance], [instance.marks([(0, 0), (0, 1), (1, 1), (2, 1)])] * 2)
    row = "drawn,S ## ##G ,So##o##G ,3\n"
    assert path.read_text(encoding="utf-8") == "source,question,answer,rating\n" + row * 2
    found = read(path)
    assert [one.walls.tolist() for one in found] == [instance.walls.tolist()] * 2
    assert (found[1].start, found[1].end) == ((0, 0), (2, 1))
    assert found[1].name == "mazes.csv, maze 2"


def test_other_columns_may_be_absent_or_in_another_order(tmp_path):
    path = tmp_path / "mazes.csv"
    path.write_text("rating,question\n3,S  G\n", encoding="utf-8")
    assert read(path)[0].end == (1, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("source,answer\na,S  G\n", "expected a column 'question', found source, answer"),
        ("S  G\nS  G\n", "expected a column 'question', found S  G"),
        ("source,question\na\n", "maze 1: 0 letters do not make a square"),
        ("question\nS  G\nS  G \n", "maze 2: 5 letters do not make a square"),
        ("question\n S  \n", "maze 1: there is no end"),
        ("question\n" + " " * 200_000 + "\n", "is no readable CSV: field larger than"),
    ],
)
def test_bad_tables(tmp_path, content, words):
    path = tmp_path / "mazes.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "picture", ["S E", "S" + " " * 362 + ("/" + " " * 363) * 361 + "/E" + " " * 362]
)
def test_only_squares_of_some_size_go_in(tmp_path, maze, picture):
    with pytest.raises(InvalidInstanceError, match="HRM rows hold square mazes"):
        write(tmp_path / "maze.csv", [maze(picture)], None)
