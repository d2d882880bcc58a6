"""Letters of other programs are taken for ours where they can mean one thing only."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.formats.grid import to_letters
from thinkers_maze.formats.text import read

from thinkers import InvalidInstanceError

DIALECTS = {
    "digits": {"#": "1", " ": "0"},
    "blocks": {"#": "█"},
    "dots": {" ": "."},
    "small": {"S": "s", "E": "e"},
    "points": {"S": "A", "E": "B"},
    "hollow": {" ": "o"},
    "digits, small": {"#": "1", " ": "0", "S": "s", "E": "e"},
    "digits, points": {"#": "1", " ": "0", "S": "A", "E": "B"},
    "blocks, dots, goal": {"#": "█", " ": ".", "E": "g", "S": "s"},
}


@pytest.mark.parametrize("name", DIALECTS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_maze_is_the_same_in_all_of_them(name, data, mazes, tmp_path_factory):
    instances = data.draw(st.lists(mazes(), min_size=1, max_size=3))
    table = str.maketrans(DIALECTS[name])
    grids = ["\n".join(map("".join, to_letters(one, None).tolist())) for one in instances]
    path = tmp_path_factory.mktemp("dialects") / "mazes.txt"
    path.write_text("\n\n".join(grids).translate(table), encoding="utf-8")
    found = read(path)
    assert len(found) == len(instances)
    for (maze, marks), one in zip(found, instances, strict=True):
        np.testing.assert_array_equal(maze.walls, one.walls)
        assert (maze.start, maze.end, marks) == (one.start, one.end, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("00000\n0S1E0\n00000\n", "maze 1: the rim is all 0, which may be walls"),
        ("S1E\n0 0\n", "unknown letter '1' in row 1, column 2"),
        ("S2E\n000\n", "unknown letter '2' in row 1, column 2"),
        ("S A\n  B\n", "unknown letter 'A' in row 1, column 3"),
        ("A A\n  B\n", "unknown letter 'A' in row 1, column 1"),
        ("A  \n   \n", "unknown letter 'A' in row 1, column 1"),
        ("S e\n  E\n", "unknown letter 'e' in row 1, column 3"),
        ("s s\n  e\n", "there are 2 starts"),
        ("S ü\n  E\n", "unknown letter 'ü' in row 1, column 3"),
        ("S \u200b\n  E\n", r"unknown letter '\\u200b' in row 1, column 3"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_refused(text, words, tmp_path):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        read(tmp_path / "a.txt")
    assert bool(caught.value.hint) == ("2 starts" not in words)


def test_a_path_between_free_cells_stays_an_answer(tmp_path):
    (tmp_path / "a.txt").write_text("S.E\nooo\n\nS#E\nooo\n")
    (_, marks), (_, other) = read(tmp_path / "a.txt")
    assert marks.tolist() == [[1, 0, 1], [1, 1, 1]]
    assert other.tolist() == [[1, 0, 1], [1, 1, 1]]


def test_comments_are_left_alone(tmp_path):
    (tmp_path / "a.txt").write_text("; answer: start 1, end 0\n1S0E1\n11111\n")
    ((maze, marks),) = read(tmp_path / "a.txt")
    assert maze.walls.tolist() == [[True, False, False, False, True], [True] * 5]
    assert marks.tolist() == [[0, 1, 0, 0, 0], [0] * 5]
