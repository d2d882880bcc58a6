"""What the maze baselines have in common."""

from abc import abstractmethod

import numpy as np

from thinkers import Baseline, BaselineAnswer
from thinkers_maze.instance import Cell, Marks, MazeInstance

CHEAP_CELLS = 50_000
"""Cells up to which each of them takes well under a second."""

Tree = dict[Cell, Cell]
"""Cells that were reached, each with the one that it was reached from; the root with itself."""


class MazeBaseline(Baseline[MazeInstance, Marks]):
    """A classical solver of mazes."""

    problem = "maze"

    def cheap(self, instance: MazeInstance) -> bool:
        """Up to about 220 cells a side."""
        return instance.walls.size <= CHEAP_CELLS


class ShortestPathBaseline(MazeBaseline):
    """A search whose path is a shortest one, which proves its length."""

    def solve(self, instance: MazeInstance, rng: np.random.Generator) -> BaselineAnswer[Marks]:
        """A shortest path."""
        del rng
        path = self.path(instance)
        return BaselineAnswer(path, proved=True, bound=float(path.sum() - 1))

    @abstractmethod
    def path(self, instance: MazeInstance) -> Marks:
        """A shortest path.

        Raises:
            SolveError: There is none.
        """


def way_to_root(tree: Tree, cell: Cell) -> list[Cell]:
    """From a cell to the root of a tree."""
    way = [cell]
    while tree[way[-1]] != way[-1]:
        way.append(tree[way[-1]])
    return way
