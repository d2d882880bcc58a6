"""The plugin offers its problem, baselines and models, and imports nothing heavy to do so."""

import subprocess
import sys

import thinkers_maze
from thinkers_maze.problem import Maze


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
