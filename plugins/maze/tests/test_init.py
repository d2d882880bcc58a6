"""The plugin offers its problem, baselines and models, and imports nothing heavy to do so."""

import subprocess
import sys

import numpy as np
import pytest
import thinkers_maze
from thinkers_maze import solve_maze
from thinkers_maze.problem import Maze

from thinkers import InvalidInstanceError


def test_hooks():
    assert list(thinkers_maze.thinkers_problems()) == [Maze]
    names = [baseline.name for baseline in thinkers_maze.thinkers_baselines()]
    assert names == ["a-star", "bfs", "dead-end-filling", "wall-follower"]
    assert Maze.reference in names


def test_models_are_for_this_problem():
    assert {model.card.problem for model in thinkers_maze.thinkers_models()} <= {"maze"}


def test_nothing_heavy_is_imported():
    code = (
        "import sys, thinkers_maze; list(thinkers_maze.thinkers_problems());"
        "list(thinkers_maze.thinkers_baselines());"
        "print([name for name in ('torch', 'numba', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", [list, np.array, lambda walls: np.array(walls, bool)])
def test_one_call_solves_a_maze(kind):
    result = solve_maze(kind([[0, 0, 0], [1, 1, 0], [0, 0, 0]]), (0, 0), (2, 0))
    assert result.verdict.right
    assert result.verdict.cost == 6
    assert result.solution.sum() == 7
    assert result.model == Maze.default_model


def test_what_is_no_maze_is_refused():
    with pytest.raises(InvalidInstanceError, match=r"the start \(0, 1\) is on a wall"):
        solve_maze([[0, 1, 0]], (0, 1), (0, 2))
