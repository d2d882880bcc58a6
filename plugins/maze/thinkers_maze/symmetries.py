"""The symmetries of the square: a maze turned or mirrored is a maze, and its path turns with it."""

import numpy as np

from thinkers import Batch


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
