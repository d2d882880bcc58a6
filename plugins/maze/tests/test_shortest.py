"""The search finds a path of the length that relaxation finds, or says that there is none."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.generator import generate
from thinkers_maze.instance import MazeInstance
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import distances, parts, shortest_path

from thinkers import SolveError

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""


def test_by_hand(maze):
    path = shortest_path(maze("S#../.#.#/...E"))
    np.testing.assert_array_equal(path, [[1, 0, 0, 0], [1, 0, 0, 0], [1, 1, 1, 1]])
    assert path.dtype == np.int8


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_any_maze(data, mazes, steps):
    instance = data.draw(mazes())
    shortest = steps(instance)
    if np.isinf(shortest):
        with pytest.raises(SolveError, match="no path leads from start to end"):
            shortest_path(instance)
        return
    path = shortest_path(instance)
    assert path.sum() == shortest + 1
    assert not path[instance.walls].any()
    assert path[instance.start] == path[instance.end] == 1


@pytest.mark.parametrize("algorithm", ["dfs", "percolation"])
def test_compiled_paths_are_the_same(algorithm):
    pytest.importorskip("numba")
    for instance in generate(
        np.random.default_rng(0), 20, MazeParams(size=21, algorithm=algorithm, loops=0.1)
    ):
        plain, fast = shortest_path(instance, False), shortest_path(instance, True)
        np.testing.assert_array_equal(plain, fast)


def test_distances_are_the_fewest_steps(mazes, steps):
    @settings(max_examples=40, deadline=None, suppress_health_check=SLOW_IS_FINE)
    @given(mazes(largest=5))
    def holds(instance):
        far = distances(instance.walls, instance.start)
        assert far[instance.start] == 0
        for end in map(tuple, np.argwhere(~instance.walls).tolist()):
            if end != instance.start:
                wanted = steps(MazeInstance(instance.walls, instance.start, end))
                assert far[end] == (wanted if np.isfinite(wanted) else -1)
        assert (far[instance.walls] == -1).all()

    holds()


def test_parts_are_what_is_connected(mazes):
    @settings(max_examples=40, deadline=None, suppress_health_check=SLOW_IS_FINE)
    @given(mazes(largest=6))
    def holds(instance):
        number = parts(instance.walls)
        assert not number[instance.walls].any()
        for cell in map(tuple, np.argwhere(~instance.walls).tolist()):
            reached = distances(instance.walls, cell) >= 0
            assert ((number == number[cell]) == reached).all()
        assert set(number[~instance.walls].tolist()) == set(range(1, number.max() + 1))

    holds()


def test_compiled_searches_are_the_same():
    pytest.importorskip("numba")
    params = MazeParams(size=20, algorithm="cells", ends="cells")
    for maze in generate(np.random.default_rng(0), 20, params):
        far = [distances(maze.walls, maze.start, compiled) for compiled in (False, True)]
        np.testing.assert_array_equal(*far)
        np.testing.assert_array_equal(parts(maze.walls, False), parts(maze.walls, True))
