"""Two searches meet wherever the ends are; that their path is shortest, `test_base` shows."""

import numpy as np
import pytest
from thinkers_maze.baselines import BidirectionalBfs


@pytest.mark.parametrize("picture", ["SE", "S.E", "S..E", "S...E", "S/./E"])
def test_ends_that_are_near(picture, maze):
    answer = BidirectionalBfs().solve(maze(picture), np.random.default_rng(0))
    assert answer.bound == maze(picture).walls.size - 1
