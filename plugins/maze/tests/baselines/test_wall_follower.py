"""A hand on the wall finds the path of a tree; with loops it may fail, and never runs for ever."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.baselines import WallFollower
from thinkers_maze.check import check
from thinkers_maze.generator import generate
from thinkers_maze.params import MazeParams

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

RNG = np.random.default_rng(0)
HANDS = ["left", "right"]


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("algorithm", ["dfs", "wilson"])
def test_trees(hand, algorithm):
    for instance in generate(
        np.random.default_rng(1), 20, MazeParams(size=13, algorithm=algorithm)
    ):
        answer = WallFollower(hand=hand).solve(instance, RNG)
        assert check(instance, answer.solution).feasible
        assert not answer.proved


@pytest.mark.parametrize("hand", HANDS)
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_it_ends_on_any_maze_and_its_answer_is_a_way(hand, data, mazes):
    instance = data.draw(mazes())
    marks = WallFollower(hand=hand).solve(instance, RNG).solution
    assert marks[instance.start] == 1
    assert not marks[instance.walls].any()


def test_the_hands_take_different_ways_round(maze):
    instance = maze("#...#/#.#.#/S.#.E/#.#.#/#...#/#...#")
    right, left = (WallFollower(hand=hand).solve(instance, RNG).solution for hand in HANDS[::-1])
    assert not np.array_equal(left, right)


def test_round_an_island_it_gives_up(maze):
    instance = maze("...../.#S../...../....E")
    verdict = check(instance, WallFollower(hand="left").solve(instance, RNG).solution)
    assert not verdict.feasible
