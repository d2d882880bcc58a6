"""Mazes follow from the seed alone, compiled or not, and near ends are near."""

import numpy as np
import pytest
from thinkers_maze.generator import generate
from thinkers_maze.layouts import TREES
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

KINDS = [*TREES, "percolation"]


def draw(seed, count, size, algorithm, loops=0.0, compiled=False, **others):
    params = MazeParams(size=size, algorithm=algorithm, loops=loops, **others)
    return generate(np.random.default_rng(seed), count, params, compiled)


def described(mazes):
    return [(maze.walls.tolist(), maze.start, maze.end) for maze in mazes]


@pytest.mark.parametrize("algorithm", KINDS)
@pytest.mark.parametrize("loops", [0.0, 0.2])
def test_the_first_mazes_do_not_depend_on_the_count(algorithm, loops):
    few, many = draw(5, 2, 11, algorithm, loops), draw(5, 6, 11, algorithm, loops)
    assert described(few) == described(many[:2])
    assert len({str(each) for each in described(many)}) == 6


@pytest.mark.parametrize("algorithm", KINDS)
def test_compiled_mazes_are_the_same(algorithm):
    pytest.importorskip("numba")
    for size, loops in ((9, 0.0), (33, 0.3)):
        plain = draw(6, 20, size, algorithm, loops)
        assert described(plain) == described(draw(6, 20, size, algorithm, loops, compiled=True))


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_maze_of_size_801(algorithm):
    (maze,) = draw(8, 1, 801, algorithm)
    assert maze.walls.shape == (801, 801)
    assert shortest_path(maze, compiled=False).sum() > 100


@pytest.mark.parametrize("algorithm", KINDS)
def test_near_ends_are_so_many_steps_apart_and_all_else_is_as_before(steps, algorithm):
    anywhere = draw(4, 200, 13, algorithm)
    near = draw(4, 200, 13, algorithm, apart=6)
    assert {steps(maze) for maze in near} == {2, 4, 6}
    for maze, before in zip(near, anywhere, strict=True):
        assert np.array_equal(maze.walls, before.walls)
        assert maze.start == before.start
