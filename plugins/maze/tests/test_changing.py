"""A changed maze is nearly the other one, has a way through, and is of its kind."""

import numpy as np
import pytest
from thinkers_maze.params import FAMILIES
from thinkers_maze.problem import Maze

MAZE = Maze()


@pytest.mark.parametrize("family", FAMILIES)
def test_changes_are_small_and_keep_the_kind(family, steps):
    rng = np.random.default_rng(0)
    params = MAZE.sized(9, {"family": family})
    moved = exchanged = 0
    for maze in MAZE.generate(np.random.default_rng(1), 12, params):
        for other in filter(None, (MAZE.mutate(maze, rng) for _ in range(5))):
            cells = int((other.walls != maze.walls).sum())
            ends = (other.start != maze.start) + (other.end != maze.end)
            assert (cells, ends) in {(0, 1), (2, 0)}
            assert np.isfinite(steps(other))
            assert MAZE.traits(other) <= MAZE.traits(maze)
            moved, exchanged = moved + (ends == 1), exchanged + (cells == 2)
    assert (moved > 5) == (family != "gaps")  # whose ends must stay gaps
    assert exchanged > 5


def test_where_nothing_can_be_changed_there_is_none(maze):
    assert all(MAZE.mutate(maze("SE"), np.random.default_rng(seed)) is None for seed in range(9))


def test_the_same_seed_gives_the_same_change(two_ways):
    first, again = (MAZE.mutate(two_ways, np.random.default_rng(3)) for _ in range(2))
    assert MAZE.describe(first) == MAZE.describe(again)
