"""Mazes of the easy-to-hard data have no traits; every other kind is named."""

import numpy as np
import pytest
from thinkers_maze.instance import MazeInstance
from thinkers_maze.layouts import TREES
from thinkers_maze.params import MazeParams
from thinkers_maze.problem import Maze

MAZE = Maze()


def draw(count=20, **params):
    return MAZE.generate(np.random.default_rng(0), count, MazeParams(**params))


@pytest.mark.parametrize("algorithm", TREES)
@pytest.mark.parametrize("size", [3, 9, 33])
def test_trees_of_rooms_have_none(algorithm, size):
    assert not any(MAZE.traits(maze) for maze in draw(size=size, algorithm=algorithm))


def test_a_frame_and_gaps_in_it_are_no_trait():
    for maze in draw(size=9):
        walls = np.pad(maze.walls, 1, constant_values=True)
        start, end = ((row + 1, col + 1) for row, col in (maze.start, maze.end))
        assert not MAZE.traits(MazeInstance(walls, start, end))


def test_generators_have_theirs():
    found = [MAZE.traits(maze) for maze in draw(size=9, loops=0.3)]
    assert frozenset({"loops"}) in found
    assert frozenset().union(*found) == {"loops"}
    found = [MAZE.traits(maze) for maze in draw(size=9, algorithm="percolation")]
    assert frozenset().union(*found) == {"loops", "unreachable cells"}


@pytest.mark.parametrize(
    ("picture", "traits"),
    [
        ("S.E/.##/...", set()),
        ("S.E/.#./...", {"loops"}),
        ("S../##./..E", set()),
        ("S../##E/...", {"ends in corridors"}),
        ("S../.../..E", {"loops", "open areas", "not on a room grid"}),
        ("S.E", {"non-square"}),
        ("S.E/###/...", {"unreachable cells"}),
        ("S#/#E", {"unreachable cells", "not on a room grid"}),
        ("####/#S.#/#.E#/####", {"loops", "open areas", "not on a room grid"}),
    ],
)
def test_by_hand(maze, picture, traits):
    assert MAZE.traits(maze(picture)) == traits
