"""The shipped models find shortest paths in every family that they were measured to know."""

from pathlib import Path

import numpy as np
import pytest
from thinkers_maze.problem import Maze

from thinkers.engine.solve import solve
from thinkers.registry.choosing import choose_for, choose_model
from thinkers.registry.registry import installed

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(("name", "crossed"), [("openings-9.txt", 2), ("openings-9-inside.txt", 0)])
def test_ends_in_the_outer_wall(name, crossed):
    problem = Maze()
    results = solve(problem, problem.read(DATA / name), choose_model(installed(), problem))
    inside = problem.read(DATA / "openings-9-inside.txt")
    assert len(results) == len(inside) == 60
    for result, other in zip(results, problem.label(inside), strict=True):
        assert result.verdict.feasible, result.verdict.reason
        assert result.verdict.cost == other.sum() - 1 + crossed


TREES = ("dfs-anywhere", "wilson-anywhere", "prim-anywhere", "kruskal-anywhere", "non-square")


@pytest.mark.parametrize(
    ("name", "family"),
    [("dt-mp", family) for family in Maze.families] + [("dt-l", family) for family in TREES],
)
def test_five_mazes_of_a_family_are_right(name, family):
    problem = Maze()
    drawn = problem.params({"size": 13, "family": family})
    mazes = problem.generate(np.random.default_rng(3), 5, drawn)
    for result in solve(problem, mazes, choose_model(installed(), problem, name)):
        assert result.verdict.right, result.verdict.reason


def test_where_there_are_loops_the_default_answers():
    problem = Maze()
    [maze] = problem.generate(
        np.random.default_rng(0), 1, problem.params({"size": 13, "family": "loops-0.5"})
    )
    choice = choose_for(installed(), problem, [maze])
    assert choice.model.card.name == "maze/proven"
    assert choice.reason == ""
    assert choice.warning == ""
