"""HRM rows come and go as `source,question,answer,rating`; other tables are refused."""

import numpy as np
import pytest
from thinkers_maze.formats.hrm import content, read

from thinkers import InvalidInstanceError


def test_by_hand(tmp_path, maze):
    instance = maze("S.#/#.#/#E.")
    path = tmp_path / "mazes.csv"
    marks = instance.marks([(0, 0), (0, 1), (1, 1), (2, 1)])
    path.write_bytes(content([instance, instance], [marks] * 2))
    row = "drawn,S ## ##G ,So##o##G ,3\n"
    assert path.read_text(encoding="utf-8") == "source,question,answer,rating\n" + row * 2
    assert all(np.array_equal(answer, marks) for _, answer in read(path))
    found = [one for one, _ in read(path)]
    assert [one.walls.tolist() for one in found] == [instance.walls.tolist()] * 2
    assert (found[1].start, found[1].end) == ((0, 0), (2, 1))
    assert found[1].name == "mazes.csv, maze 2"


def test_other_columns_may_be_absent_or_in_another_order(tmp_path):
    path = tmp_path / "mazes.csv"
    path.write_text("rating,question\n3,S  G\n", encoding="utf-8")
    assert read(path)[0][0].end == (1, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("source,answer\na,S  G\n", "expected a column 'question', found 'source, answer'"),
        ("S  G\nS  G\n", "expected a column 'question', found 'S  G'"),
        ("source,question\na\n", "maze 1: 0 letters do not make a square"),
        ("question\nS  G\nS  G \n", "maze 2: 5 letters do not make a square"),
        ("question\n S  \n", "maze 1: there is no end"),
        ("question,answer\nS# G,So G\n", "maze 1: the answer is drawn into another maze"),
        ("question,answer\nS  G,SoG\n", "maze 1, answer: 3 letters do not make a square"),
        ("question,answer\nS  G,SxxG\n", "maze 1: the answer holds unknown letters"),
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
def test_only_squares_of_some_size_go_in(maze, picture):
    with pytest.raises(InvalidInstanceError, match="HRM rows hold square mazes"):
        content([maze(picture)], [None])


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_tables_as_other_programs_save_them(tmp_path, delimiter, encoding, ending):
    lines = [["source", "question", "answer"], ["Zürich", "S# G", "S#oG"], ["", "S  G", ""]]
    text = ending.join(delimiter.join(line) for line in lines)
    (tmp_path / "mazes.csv").write_bytes(text.encode(encoding))
    (one, marks), (_, none) = read(tmp_path / "mazes.csv")
    assert one.walls.tolist() == [[False, True], [False, False]]
    assert marks.tolist() == [[1, 0], [1, 1]]
    assert none is None
