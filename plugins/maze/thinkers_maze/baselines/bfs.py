"""Breadth-first search, the reference: always a shortest path."""

from typing import final

import numpy as np

from thinkers import BaselineAnswer
from thinkers_maze.baselines.base import MazeBaseline
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.shortest import shortest_path


@final
class Bfs(MazeBaseline):
    """Breadth-first search from the end until the start is reached."""

    name = "bfs"
    summary = "breadth-first search: a shortest path, proved (Moore 1959)"

    def solve(self, instance: MazeInstance, rng: np.random.Generator) -> BaselineAnswer[Marks]:
        """A shortest path."""
        del rng
        path = shortest_path(instance)
        return BaselineAnswer(path, proved=True, bound=float(path.sum() - 1))
