"""Rounds of dead-end filling, the local rule that leaves the path of a maze without loops."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.instance import MazeInstance


def rounds(instances: Sequence[MazeInstance]) -> NDArray[np.int32]:
    """In which round each cell is given up, `(b, rows, cols)` int32, for mazes of one shape.

    At first all free cells are held to be on the path; in each round those are given up that are
    no ends and have at most one neighbour left. 0 where a cell never is: on the path, on walls,
    and between ways of which filling does not choose one.

    After the first round it looks only beside what the round before gave up.
    """
    left = np.pad(~np.stack([instance.walls for instance in instances]), ((0, 0), (1, 1), (1, 1)))
    mortal = left.copy()
    for number, instance in enumerate(instances):
        for row, col in (instance.start, instance.end):
            mortal[number, row + 1, col + 1] = False
    given_up = np.zeros(left.shape, np.int32)
    steps = np.array([1, -1, left.shape[2], -left.shape[2]])
    free, may_go, found = left.reshape(-1), mortal.reshape(-1), given_up.reshape(-1)
    cells, number = np.flatnonzero(may_go), 1
    while len(cells):
        dead = cells[free[cells[:, None] + steps].sum(1) <= 1]
        found[dead] = number
        free[dead] = may_go[dead] = False
        beside = (dead[:, None] + steps).reshape(-1)
        cells, number = beside[may_go[beside]], number + 1
    return given_up[:, 1:-1, 1:-1]
