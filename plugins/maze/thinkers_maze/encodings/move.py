"""The encoding `move`: what to do next from each cell to reach the end soonest, and that walk.

The answer of a policy, as value iteration networks give it (Tamar et al. 2016, arXiv 1602.02867).
Where several moves are as good, as they are wherever there are loops, the first in order is meant.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Correctness, LeastSteps, Signature
from thinkers_maze.compiled import run_patiently
from thinkers_maze.cropping import cropped
from thinkers_maze.encodings.colours import ColourEncoding
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.proof import prove
from thinkers_maze.shortest import distances

Flat = Any
"""A one-dimensional array or memory view."""

MOVES = ((-1, 0), (1, 0), (0, -1), (0, 1))
"""Up, down, left and right, the classes 1 to 4; class 0 is none: the end, or no way to it."""


class MoveEncoding(ColourEncoding):
    """One pixel a cell, whose class is that of the first best move from it."""

    signature = Signature("grid", channels=3, classes=1 + len(MOVES), pointwise=True)
    chance = "chance of the likeliest move"

    def encode(
        self, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None = None
    ) -> Batch:
        """Three colours a pixel, and moves, which follow from the mazes."""
        mazes = [cropped(instance).inner for instance in instances]
        inputs, mask = self.colours(mazes), self.mask(mazes)
        return Batch(inputs, mask, None if solutions is None else self.targets(mazes))

    def decode(self, scores: NDArray[np.float32], instance: MazeInstance) -> Marks:
        """The walk that the moves make, and gaps in the walls around it."""
        part = cropped(instance)
        return part.whole(self.walk(scores, part.inner))

    def prove(self, thinker: LeastSteps) -> Correctness:
        """A shortest path in every maze that has one; see `thinkers_maze.proof`."""
        return prove(thinker)

    def targets(self, mazes: Sequence[MazeInstance]) -> NDArray[np.int64]:
        """`(b, h, w)` int64: the class of each pixel's first best move, a border of 0 around."""
        return self.magnified(np.stack([_best_moves(maze) for maze in mazes]))

    def walk(self, scores: NDArray[np.float32], maze: MazeInstance) -> Marks:
        """Walk from the start by the move that scores highest at each cell; mark where that leads.

        Nothing is repaired: the walk ends at the end, or before it would enter a wall, leave the
        maze, or come back to where it was.

        Args:
            scores: `(5, h, w)`.
            maze: The maze, all of which they are of.
        """
        edge, (rows, cols) = self.border, maze.shape
        moves = np.ascontiguousarray(scores.argmax(0)[edge:-edge, edge:-edge])
        marks = np.zeros((rows, cols), np.int8)
        walls = np.ascontiguousarray(maze.walls).view(np.int8)
        start, end = (row * cols + col for row, col in (maze.start, maze.end))
        run_patiently(walk, moves.ravel(), walls.ravel(), marks.ravel(), cols, start, end)
        return marks


def walk(moves: Flat, walls: Flat, marks: Flat, cols: int, start: int, end: int) -> int:
    """Walk by the moves from the start, and mark where that leads; see `MoveEncoding.walk`.

    Args:
        moves: The class of each cell.
        walls: 0 where there is a way.
        marks: Zeros; becomes 1 on the walk.
        cols: Cells a row.
        start: Where to begin.
        end: Where to stop.

    Returns:
        How many cells are marked.
    """
    cell, count = start, 0
    while marks[cell] == 0:
        marks[cell] = 1
        count += 1
        move, column, beside = moves[cell], cell % cols, cell
        if move == 1:
            beside = cell - cols
        elif move == 2:
            beside = cell + cols
        elif move == 3 and column > 0:
            beside = cell - 1
        elif move == 4 and column < cols - 1:
            beside = cell + 1
        if cell != end and 0 <= beside < len(walls) and walls[beside] == 0:
            cell = beside
    return count


def _best_moves(maze: MazeInstance) -> NDArray[np.int64]:
    """`(rows, cols)` int64: the class of each cell's first best move."""
    far = np.pad(distances(maze.walls, maze.end), 1, constant_values=-1)
    inner = far[1:-1, 1:-1]
    best = np.zeros(inner.shape, np.int64)
    for number in range(len(MOVES), 0, -1):
        row, col = MOVES[number - 1]
        beside = np.roll(far, (-row, -col), (0, 1))[1:-1, 1:-1]
        best[(inner > 0) & (beside == inner - 1)] = number
    return best
