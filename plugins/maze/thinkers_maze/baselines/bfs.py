"""Breadth-first search, the reference: always a shortest path."""

from typing import final

from thinkers_maze.baselines.base import ShortestPathBaseline
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.shortest import shortest_path


@final
class Bfs(ShortestPathBaseline):
    """Breadth-first search from the end until the start is reached."""

    name = "bfs"
    summary = "breadth-first search: a shortest path, proved (Moore 1959)"

    def path(self, instance: MazeInstance) -> Marks:
        """A shortest path."""
        return shortest_path(instance)
