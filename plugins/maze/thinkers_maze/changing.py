"""Mutations of mazes, for the search for failures."""

import numpy as np

from thinkers_maze.instance import MazeInstance
from thinkers_maze.shortest import distances
from thinkers_maze.traits import traits

TRIES, EXCHANGES = 60, 0.9
"""Changes that are tried, and the share of exchanges among them: most would make a tree no tree."""


def changed(maze: MazeInstance, rng: np.random.Generator) -> MazeInstance | None:
    """The maze with one end moved, or a wall and a free cell swapped; None where no try is valid.

    A way still leads from start to end, and there is no trait that the maze did not have.
    """
    known = traits(maze)
    for _ in range(TRIES):
        other = _exchanged(maze, rng) if rng.random() < EXCHANGES else _moved(maze, rng)
        if other is None or distances(other.walls, other.start)[other.end] < 0:
            continue
        if traits(other) <= known:
            return other
    return None


def _moved(maze: MazeInstance, rng: np.random.Generator) -> MazeInstance | None:
    """With an end on any free cell."""
    row, col = rng.choice(np.argwhere(~maze.walls)).tolist()
    if (row, col) in (maze.start, maze.end):
        return None
    start, end = ((row, col), maze.end) if rng.random() < 0.5 else (maze.start, (row, col))
    return MazeInstance(maze.walls, start, end, maze.name)


def _exchanged(maze: MazeInstance, rng: np.random.Generator) -> MazeInstance | None:
    """With one wall free, and one free cell that is no end a wall."""
    free = ~maze.walls
    free[maze.start] = free[maze.end] = False
    if not (maze.walls.any() and free.any()):
        return None
    walls = maze.walls.copy()
    walls[tuple(rng.choice(np.argwhere(maze.walls)))] = False
    walls[tuple(rng.choice(np.argwhere(free)))] = True
    return MazeInstance(walls, maze.start, maze.end, maze.name)
