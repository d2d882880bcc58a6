"""Two searches that meet are as good as brute force, and say when there is no path."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.baselines import BidirectionalBfs
from thinkers_maze.check import check

from thinkers import SolveError

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

RNG = np.random.default_rng(0)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_shortest(data, mazes, steps):
    instance = data.draw(mazes())
    shortest = steps(instance)
    if np.isinf(shortest):
        with pytest.raises(SolveError, match="no path"):
            BidirectionalBfs().solve(instance, RNG)
        return
    answer = BidirectionalBfs().solve(instance, RNG)
    assert answer.proved
    assert answer.bound == check(instance, answer.solution).cost == shortest


@pytest.mark.parametrize("picture", ["SE", "S.E", "S..E", "S...E", "S/./E"])
def test_ends_that_are_near(picture, maze):
    answer = BidirectionalBfs().solve(maze(picture), RNG)
    assert answer.bound == maze(picture).walls.size - 1
