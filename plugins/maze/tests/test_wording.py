"""An answer in words leads from start to end, or lists what is marked."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.problem import Maze
from thinkers_maze.shortest import shortest_path
from thinkers_maze.wording import MAX_CHARACTERS, marks_in_words

from thinkers import SolveError

WAYS = {"R": (0, 1), "L": (0, -1), "D": (1, 0), "U": (-1, 0)}


def test_the_toy_by_hand():
    assert Maze().words(*Maze().toy()) == "6 steps: R2 D2 L2"


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_moves_lead_from_start_to_end_over_all_that_is_marked(data, mazes):
    instance = data.draw(mazes())
    try:
        marks = shortest_path(instance)
    except SolveError:
        return
    count, moves = re.fullmatch(r"(\d+) steps?: (.*)", marks_in_words(instance, marks)).groups()
    row, col = instance.start
    cells = {(row, col)}
    for move, steps in re.findall(r"([RLDU])(\d+)", moves):
        for _ in range(int(steps)):
            row, col = row + WAYS[move][0], col + WAYS[move][1]
            cells.add((row, col))
    assert (row, col) == instance.end
    assert cells == set(map(tuple, np.argwhere(marks == 1).tolist()))
    assert len(cells) == int(count) + 1


@pytest.mark.parametrize(
    ("picture", "marks", "words"),
    [
        ("S.E", [[1, 0, 1]], "no path; marked cells, row and column from 0: (0,0) (0,2)"),
        ("S.E", [[0, 1, 1]], "no path; marked cells, row and column from 0: (0,1) (0,2)"),
        ("S#E", [[0, 0, 0]], "no path; marked cells, row and column from 0: none"),
        ("S#E", [[1, 1, 1]], "no path; marked cells, row and column from 0: (0,0) (0,1) (0,2)"),
        ("SE.", [[1, 1, 1]], "no path; marked cells, row and column from 0: (0,0) (0,1) (0,2)"),
        ("SE", [[1, 1]], "1 step: R1"),
    ],
)
def test_what_is_no_path_is_said_by_its_cells(maze, picture, marks, words):
    assert marks_in_words(maze(picture), np.array(marks, np.int8)) == words


def test_what_is_too_long_is_cut_off_and_counted(maze):
    instance = maze("S" + 300 * "." + "E")
    marks = np.ones((1, 302), np.int8)
    assert marks_in_words(instance, marks) == "301 steps: R301"
    marks[0, 5] = 0
    text = marks_in_words(instance, marks)
    assert len(text) < MAX_CHARACTERS + 120
    assert int(re.search(r"and (\d+) more cells: --json", text)[1]) + text.count("(") == 301
