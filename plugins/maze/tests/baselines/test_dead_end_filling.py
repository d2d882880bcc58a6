"""Without loops the filling leaves the path; with loops it says that it is unsuitable."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from thinkers_maze.baselines import DeadEndFilling
from thinkers_maze.check import check

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

RNG = np.random.default_rng(0)


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_it_is_right_wherever_it_is_suitable(data, mazes, steps):
    instance = data.draw(mazes())
    assume(np.isfinite(steps(instance)))
    answer, baseline = DeadEndFilling().solve(instance, RNG), DeadEndFilling()
    feasible = check(instance, answer.solution).feasible
    assert answer.proved == (baseline.unsuitable(instance) == "")
    assert feasible or not answer.proved


def test_loops_stay_and_are_named(two_ways):
    answer = DeadEndFilling().solve(two_ways, RNG)
    assert "loops" in DeadEndFilling().unsuitable(two_ways)
    assert not answer.proved
    assert check(two_ways, answer.solution).reason == "the path branches at (0, 1)"


def test_loops_out_of_reach_do_not_matter(maze):
    instance = maze("S...E/#####/..#../..#..")
    assert DeadEndFilling().unsuitable(instance) == ""
    answer = DeadEndFilling().solve(instance, RNG)
    assert answer.proved
    assert check(instance, answer.solution).feasible


def test_an_end_in_a_dead_end_is_kept(maze):
    instance = maze("..S../#.#.#/E.#..")
    answer = DeadEndFilling().solve(instance, RNG)
    expected = [[0, 1, 1, 0, 0], [0, 1, 0, 0, 0], [1, 1, 0, 0, 0]]
    np.testing.assert_array_equal(answer.solution, expected)
