"""The reference is as good as brute force, and proves it."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from thinkers_maze.baselines import Bfs
from thinkers_maze.check import check

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

RNG = np.random.default_rng(0)


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_shortest(data, mazes, steps):
    instance = data.draw(mazes())
    shortest = steps(instance)
    assume(np.isfinite(shortest))
    answer = Bfs().solve(instance, RNG)
    assert answer.proved
    assert answer.bound == check(instance, answer.solution).cost == shortest
