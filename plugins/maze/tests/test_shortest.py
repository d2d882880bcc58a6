"""The search finds a path of the length that relaxation finds, or says that there is none."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.generator import generate
from thinkers_maze.instance import MazeInstance
from thinkers_maze.shortest import reached, shortest_path

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
    for instance in generate(np.random.default_rng(0), 20, 21, algorithm, 0.1):
        plain, fast = shortest_path(instance, False), shortest_path(instance, True)
        np.testing.assert_array_equal(plain, fast)


def test_what_is_reached_has_a_finite_distance(mazes, steps):
    @settings(max_examples=40, deadline=None)
    @given(mazes(largest=5))
    def holds(instance):
        found = reached(instance)
        assert found[instance.start]
        for end in map(tuple, np.argwhere(~instance.walls).tolist()):
            if end != instance.start:
                other = MazeInstance(instance.walls, instance.start, end)
                assert found[end] == np.isfinite(steps(other))
        assert not found[instance.walls].any()

    holds()
