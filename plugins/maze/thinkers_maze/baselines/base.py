"""What the maze baselines have in common."""

from thinkers import Baseline
from thinkers_maze.instance import Marks, MazeInstance

CHEAP_CELLS = 50_000
"""Cells up to which each of them takes well under a second."""


class MazeBaseline(Baseline[MazeInstance, Marks]):
    """A classical solver of mazes."""

    problem = "maze"

    def cheap(self, instance: MazeInstance) -> bool:
        """Up to about 220 cells a side."""
        return instance.walls.size <= CHEAP_CELLS
