"""Moves lead to the end soonest, the first of equal ones is meant, and a walk repairs nothing."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.encodings.move import MOVES, MoveEncoding

MOVE = MoveEncoding()
FEW = settings(max_examples=50, deadline=None)


def scored(classes):
    """`(5, h, w)` scores that choose these classes."""
    return np.eye(5, dtype=np.float32)[classes].transpose(2, 0, 1)


def steps_to(instance, goal):
    """The fewest steps from every cell to the goal, cell by cell."""
    far, queue = {goal: 0}, deque([goal])
    while queue:
        row, col = queue.popleft()
        for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = row + down, col + right
            inside = all(0 <= at < length for at, length in zip(there, instance.shape, strict=True))
            if inside and not instance.walls[there] and there not in far:
                far[there] = far[row, col] + 1
                queue.append(there)
    return far


def test_by_hand(maze):
    (classes,) = MOVE.targets([maze("S  /# #/E  ")])
    assert classes.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 4, 2, 3, 0],
        [0, 0, 2, 0, 0],
        [0, 0, 3, 3, 0],
        [0, 0, 0, 0, 0],
    ]


@FEW
@given(data=st.data())
def test_each_cell_moves_nearer_and_by_the_first_move_that_does(data, mazes):
    instance = data.draw(mazes())
    (classes,) = MOVE.targets([instance])
    far = steps_to(instance, instance.end)
    for cell, steps in np.ndenumerate(classes[1:-1, 1:-1]):
        nearer = [
            number
            for number, (down, right) in enumerate(MOVES, 1)
            if cell in far and far.get((cell[0] + down, cell[1] + right)) == far[cell] - 1
        ]
        assert steps == (nearer[0] if nearer else 0)


@FEW
@given(data=st.data())
def test_the_walk_along_best_moves_is_a_shortest_path(data, mazes):
    instance = data.draw(mazes())
    marks = MOVE.walk(scored(MOVE.targets([instance])[0]), instance)
    far = steps_to(instance, instance.start)
    if instance.end in far:
        assert marks.sum() == far[instance.end] + 1
        assert marks[instance.start] == marks[instance.end] == 1
    assert not marks[instance.walls].any()


@pytest.mark.parametrize(
    ("moves_of", "walked"),
    [
        ([4, 0, 0], [1, 1, 0]),  # stops where no move is made
        ([4, 3, 0], [1, 1, 0]),  # comes back to where it was
        ([1, 0, 0], [1, 0, 0]),  # would leave the maze
        ([4, 4, 3], [1, 1, 1]),  # is at the end, whatever is said there
    ],
)
def test_a_walk_stops_where_it_goes_wrong(moves_of, walked, maze):
    classes = np.zeros((3, 5), int)
    classes[1, 1:-1] = moves_of
    assert MOVE.walk(scored(classes), maze("S E")).tolist() == [walked]


def test_a_walk_enters_no_wall(maze):
    classes = np.zeros((4, 5), int)
    classes[1, 1:-1] = 4
    assert MOVE.walk(scored(classes), maze("S#E/   ")).tolist() == [[1, 0, 0], [0, 0, 0]]
