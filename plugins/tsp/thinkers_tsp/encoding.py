"""Distances as the four channels a thinker sees, and tours as what it learns."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch
from thinkers_tsp.instance import Tour, TspInstance

NEAREST = 3
"""How many nearest cities, in the mean, make the unit of length (our choice)."""


def encode(instance: TspInstance) -> NDArray[np.float32]:
    """`(4, n, n)` float32: what each ordered pair of cities looks like, at any n and in any unit.

    Lengths are measured in units of the mean way to the three nearest cities, so that they do not
    depend on the unit nor, to first order, on n; `log(1 + x)` keeps the long ones in range.
    Channels: the distance; what it exceeds its row's minimum by; the same for its column;
    whether the two cities are one.
    """
    distances, here = instance.tamed, np.eye(instance.cities, dtype=bool)
    away = np.where(here, np.inf, distances)
    scale = _unit_of_length(away)
    over_row = away - away.min(1, keepdims=True)
    over_column = away - away.min(0, keepdims=True)
    lengths = np.stack([away, over_row, over_column]) / scale
    lengths[:, here] = 0.0
    return np.concatenate([np.log1p(lengths), here[None]]).astype(np.float32)


def _unit_of_length(away: NDArray[np.float64]) -> float:
    nearest = np.sort(away, axis=1)[:, : min(NEAREST, len(away) - 1)]
    finite = away[np.isfinite(away)]
    return float(nearest.mean() or finite.mean() or 1.0)


def target(instance: TspInstance, tour: Tour) -> NDArray[np.float32]:
    """`(n, n)` float32, rows sum to 1: the chance that j follows i on the best tour.

    On a symmetric instance the tour may be walked either way, so both neighbours get one half.
    """
    follows = np.zeros((instance.cities,) * 2, np.float32)
    follows[tour, np.roll(tour, -1)] = 1.0
    return np.asarray((follows + follows.T) / 2 if instance.symmetric else follows, np.float32)


def renumbered(batch: Batch, rng: np.random.Generator) -> Batch:
    """The same cities in another order, one for each instance of a labelled batch."""
    assert batch.targets is not None
    orders = rng.permuted(np.tile(np.arange(batch.mask.shape[-1]), (len(batch.mask), 1)), axis=1)
    which = np.arange(len(orders))[:, None, None]
    rows, columns = orders[:, :, None], orders[:, None, :]
    inputs = np.ascontiguousarray(np.moveaxis(batch.inputs[which, :, rows, columns], -1, 1))
    return Batch(inputs, batch.mask[which, rows, columns], batch.targets[which, rows, columns])
