"""The wall follower: one hand on the wall, no memory needed."""

from typing import Literal, final

import numpy as np
from pydantic import Field

from thinkers import BaselineAnswer
from thinkers_maze.baselines.base import MazeBaseline
from thinkers_maze.instance import Cell, Marks, MazeInstance

HEADINGS = ((-1, 0), (0, 1), (1, 0), (0, -1))
"""North, east, south, west: one further is a turn to the right."""


@final
class WallFollower(MazeBaseline):
    """Walk with one hand on the wall, and forget the ways into dead ends.

    Finds the path of a maze without loops. With loops it may find a longer one, or walk round
    until it is where it was before; then it gives up, and its answer breaks off.

    Attributes:
        hand: Which hand is on the wall.
    """

    name = "wall-follower"
    summary = "one hand on the wall; may miss the shortest path where there are loops"

    hand: Literal["left", "right"] = Field(default="right", description="The hand on the wall.")

    def solve(self, instance: MazeInstance, rng: np.random.Generator) -> BaselineAnswer[Marks]:
        """The way walked, without its detours into dead ends and round loops."""
        del rng
        side = 1 if self.hand == "right" else -1
        cell, heading = instance.start, 0
        path, seen = [cell], set[tuple[Cell, int]]()
        places = {cell: 0}
        while cell != instance.end and (cell, heading) not in seen:
            seen.add((cell, heading))
            ways = instance.beside(cell)
            for turn in (side, 0, -side, 2):
                row, col = HEADINGS[(heading + turn) % 4]
                if (cell[0] + row, cell[1] + col) in ways:
                    heading = (heading + turn) % 4
                    cell = (cell[0] + row, cell[1] + col)
                    break
            if cell in places:
                for forgotten in path[places[cell] + 1 :]:
                    del places[forgotten]
                del path[places[cell] + 1 :]
            else:
                places[cell] = len(path)
                path.append(cell)
        return BaselineAnswer(instance.marks(path))
