"""The symmetries of the square: a maze turned or mirrored is a maze, and its path turns with it."""

import numpy as np

from thinkers import Batch


def turned(batch: Batch, rng: np.random.Generator) -> Batch:
    """Each maze of a labelled batch under one of the eight symmetries of the square, by chance.

    A batch of mazes that are not square is only turned by half and mirrored: four symmetries.
    """
    inputs, mask = batch.inputs.copy(), batch.mask.copy()
    assert batch.targets is not None
    targets = batch.targets.copy()
    square = mask.shape[1] == mask.shape[2]
    quarters = rng.integers(4, size=len(mask)) if square else 2 * rng.integers(2, size=len(mask))
    mirrored = rng.integers(2, size=len(mask)).astype(bool)
    for quarter in np.unique(quarters):
        for mirror in (False, True):
            rows = (quarters == quarter) & (mirrored == mirror)
            for grids in (inputs, mask, targets):
                chosen = grids[rows, ..., ::-1] if mirror else grids[rows]
                grids[rows] = np.rot90(chosen, quarter, axes=(-2, -1))
    return Batch(inputs, mask, targets)
