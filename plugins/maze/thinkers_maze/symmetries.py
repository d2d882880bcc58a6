"""The symmetries of the square: a maze turned or mirrored is a maze, and its path turns with it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch
from thinkers_maze.instance import Cell, Marks, MazeInstance


def symmetric(
    maze: MazeInstance, rng: np.random.Generator
) -> tuple[MazeInstance, Callable[[Marks], Marks]]:
    """A maze turned and mirrored by chance, its ends exchanged or not, and the way back."""
    quarter, mirror, exchange = int(rng.integers(4)), bool(rng.integers(2)), rng.integers(2)

    def forth(grid: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return np.rot90(grid[:, ::-1] if mirror else grid, quarter)

    def back(marks: Marks) -> Marks:
        turned_back = np.rot90(marks, -quarter)
        return turned_back[:, ::-1] if mirror else turned_back

    def moved(cell: Cell) -> Cell:
        alone = np.zeros(maze.shape, bool)
        alone[cell] = True
        [(row, col)] = np.argwhere(forth(alone))
        return int(row), int(col)

    ends = [moved(maze.start), moved(maze.end)]
    start, end = ends[::-1] if exchange else ends
    return MazeInstance(forth(maze.walls), start, end, maze.name), back


def turned(batch: Batch, rng: np.random.Generator) -> Batch:
    """Each maze of a labelled batch under one of the eight symmetries of the square, by chance.

    A batch of mazes that are not square is only turned by half and mirrored: four symmetries.
    """
    arrays = {name: array.copy() for name, array in batch.arrays().items()}
    count, height, width = batch.mask.shape
    quarters = rng.integers(4, size=count) if height == width else 2 * rng.integers(2, size=count)
    mirrored = rng.integers(2, size=count).astype(bool)
    for quarter in np.unique(quarters):
        for mirror in (False, True):
            rows = (quarters == quarter) & (mirrored == mirror)
            for grids in arrays.values():
                chosen = grids[rows, ..., ::-1] if mirror else grids[rows]
                grids[rows] = np.rot90(chosen, quarter, axes=(-2, -1))
    return Batch(**arrays)
