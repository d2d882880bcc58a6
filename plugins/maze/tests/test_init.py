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
    assert names == ["a-star", "bfs", "bidirectional-bfs", "dead-end-filling", "wall-follower"]
    assert Maze.reference in names


def test_models_are_for_this_problem():
    assert {model.card.problem for model in thinkers_maze.thinkers_models()} == {"maze"}


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


@pytest.mark.filterwarnings("ignore:maze/dt-l is not known to be good at instances")
def test_without_ends_they_are_the_gaps_in_the_outer_wall():
    result = solve_maze([[1, 0, 1, 1], [1, 0, 0, 1], [1, 1, 0, 1]])
    assert (result.instance.start, result.instance.end) == ((0, 1), (2, 2))
    assert result.verdict.cost == 3


@pytest.mark.parametrize(
    ("walls", "given", "words"),
    [
        ([[0, 0, 0], [1, 1, 0], [0, 0, 0]], {}, "no end, and the outer wall has 7 gaps"),
        ([[1, 1, 1], [1, 0, 1], [1, 0, 1]], {}, "no end, and the outer wall has 1 gap"),
        ([[1, 0, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]], {}, "has 2 gaps that touch"),
        ([[0, 0, 0]], {"start": (0, 0)}, "there is no end"),
        ([[0, 0, 0]], {"end": (0, 0)}, "there is no start"),
        ([0, 0], {}, r"expected walls of shape \(rows, cols\)"),
    ],
)
def test_ends_that_nobody_can_know_are_asked_for(walls, given, words):
    with pytest.raises(InvalidInstanceError, match=words) as caught:
        solve_maze(walls, **given)
    assert caught.value.hint


def test_what_is_no_maze_is_refused():
    with pytest.raises(InvalidInstanceError, match=r"the start \(0, 1\) is on a wall"):
        solve_maze([[0, 1, 0]], (0, 1), (0, 2))
