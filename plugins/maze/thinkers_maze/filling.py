"""Rounds of dead-end filling, the local rule that leaves the path of a maze without loops."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.instance import MazeInstance

STEPS = ((1, 1), (1, -1), (2, 1), (2, -1))
"""The four neighbours, as axis and direction."""


def rounds(instances: Sequence[MazeInstance]) -> NDArray[np.int32]:
    """In which round each cell is given up, `(b, rows, cols)` int32, for mazes of one shape.

    At first all free cells are held to be on the path; in each round those are given up that are
    no ends and have at most one neighbour left. 0 where a cell never is: on the path, on walls,
    and between ways of which filling does not choose one.
    """
    left = np.pad(~np.stack([instance.walls for instance in instances]), ((0, 0), (1, 1), (1, 1)))
    ends = np.zeros_like(left)
    for number, instance in enumerate(instances):
        for row, col in (instance.start, instance.end):
            ends[number, row + 1, col + 1] = True
    given_up = np.zeros(left.shape, np.int32)
    for number in range(1, left.size):
        beside = sum(np.roll(left, step, axis).astype(np.int8) for axis, step in STEPS)
        dead = left & ~ends & (beside <= 1)
        if not dead.any():
            break
        given_up[dead] = number
        left &= ~dead
    return given_up[:, 1:-1, 1:-1]
