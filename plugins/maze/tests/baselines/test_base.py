"""Every baseline keeps the contract and says when it is fast enough; searches are shortest."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from thinkers_maze.baselines import AStar, Bfs, BidirectionalBfs, DeadEndFilling, WallFollower
from thinkers_maze.check import check
from thinkers_maze.instance import MazeInstance
from thinkers_maze.params import MazeParams
from thinkers_maze.problem import Maze

from thinkers import SolveError
from thinkers.scoring.comparing import compare
from thinkers.scoring.measuring import measure
from thinkers.testing import baseline_checks

ALL = [
    AStar(),
    Bfs(),
    BidirectionalBfs(),
    DeadEndFilling(),
    WallFollower(),
    WallFollower(hand="left"),
]
SHORTEST = [AStar(), Bfs(), BidirectionalBfs()]
EXACT = [*SHORTEST, DeadEndFilling()]
CHECKS = [
    pytest.param(check, id=f"{baseline.name}, {params}: {check}")
    for baselines, params in (
        (ALL, MazeParams(size=13)),
        (EXACT, MazeParams(size=13, loops=0.2)),
        (EXACT, MazeParams(size=13, algorithm="percolation")),
    )
    for baseline in baselines
    for check in baseline_checks(baseline, Maze(), params)
]


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


@pytest.mark.parametrize(("side", "cheap"), [(33, True), (201, True), (801, False)])
def test_only_answers_that_take_no_time_are_cheap(side, cheap):
    instance = MazeInstance(np.zeros((side, side), bool), (0, 0), (0, 1))
    assert all(baseline.cheap(instance) == cheap for baseline in ALL)


@pytest.mark.parametrize("baseline", ALL, ids=lambda baseline: f"{baseline.name} {vars(baseline)}")
def test_a_maze_without_a_path_is_a_failed_row_that_says_so(baseline, maze):
    (row,) = compare(Maze(), [maze("S.#/.#./#.E")], [], [baseline]).rows
    assert row.feasible == 0
    answer = measure(Maze(), maze("S.#/.#./#.E"), baseline)
    assert answer.verdict.reason == "no path leads from start to end"


@pytest.mark.parametrize("baseline", SHORTEST, ids=lambda baseline: baseline.name)
def test_searches_are_as_good_as_brute_force_and_prove_it(baseline, mazes, steps):
    rng = np.random.default_rng(0)

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(mazes())
    def holds(instance):
        shortest = steps(instance)
        if np.isinf(shortest):
            with pytest.raises(SolveError, match="no path"):
                baseline.solve(instance, rng)
            return
        answer = baseline.solve(instance, rng)
        assert answer.proved
        assert answer.bound == check(instance, answer.solution).cost == shortest

    holds()
