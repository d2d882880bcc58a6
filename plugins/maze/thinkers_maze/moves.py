"""Mazes as a move from each cell: what to do next to reach the end soonest, and that walk.

The answer of a policy, as value iteration networks give it (Tamar et al. 2016, arXiv 1602.02867).
Where several moves are as good, as they are wherever there are loops, the first in order is meant.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers_maze import encoding as codec
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.shortest import distances

MOVES = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""Up, down, left and right, the classes 1 to 4; class 0 is none: the end, or no way to it."""


def targets(instances: Sequence[MazeInstance]) -> NDArray[np.int64]:
    """`(b, h, w)` int64: the class of each pixel's first best move, a border of 0 around them."""
    best = [_best_moves(instance) for instance in instances]
    return np.pad(np.stack(best), ((0, 0), *[(codec.BORDER[codec.CELL],) * 2] * 2))


def _best_moves(instance: MazeInstance) -> NDArray[np.int64]:
    far = np.pad(distances(instance.walls, instance.end), 1, constant_values=-1)
    inner = far[1:-1, 1:-1]
    best = np.zeros(inner.shape, np.int64)
    for number in range(len(MOVES), 0, -1):
        row, col = MOVES[number - 1]
        beside = np.roll(far, (-row, -col), (0, 1))[1:-1, 1:-1]
        best[(inner > 0) & (beside == inner - 1)] = number
    return best


def decode(scores: NDArray[np.float32], instance: MazeInstance) -> Marks:
    """Walk from the start by the move that scores highest at each cell; mark where that leads.

    Nothing is repaired: the walk ends at the end, or before it would enter a wall, leave the maze,
    or come back to where it was.

    Args:
        scores: `(5, h, w)`.
        instance: The maze.
    """
    border = codec.BORDER[codec.CELL]
    chosen = scores.argmax(0)[border:-border, border:-border]
    marks = np.zeros(instance.shape, np.int8)
    rows, cols = instance.shape
    row, col = instance.start
    while not marks[row, col]:
        marks[row, col] = 1
        move = int(chosen[row, col])
        if (row, col) == instance.end or move == 0:
            break
        down, right = MOVES[move - 1]
        inside = 0 <= row + down < rows and 0 <= col + right < cols
        if not inside or instance.walls[row + down, col + right]:
            break
        row, col = row + down, col + right
    return marks
