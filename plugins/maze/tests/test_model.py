"""The shipped model does as well with ends that are gaps in the outer wall as with ends inside."""

from pathlib import Path

import pytest
from thinkers_maze.problem import Maze

from thinkers.engine.solve import solve
from thinkers.registry.choosing import choose_model
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
