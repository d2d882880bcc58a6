"""A* is as good as brute force, and says when there is no path."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.baselines import AStar
from thinkers_maze.check import check

from thinkers import SolveError

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

RNG = np.random.default_rng(0)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_shortest(data, mazes, steps):
    instance = data.draw(mazes())
    shortest = steps(instance)
    if np.isinf(shortest):
        with pytest.raises(SolveError, match="no path"):
            AStar().solve(instance, RNG)
        return
    answer = AStar().solve(instance, RNG)
    assert answer.proved
    assert answer.bound == check(instance, answer.solution).cost == shortest
