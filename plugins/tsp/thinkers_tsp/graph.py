"""The encoding `graph`: near pairs of cities at their own scale, and the next city of each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Heat, Signature
from thinkers_tsp.fragments import joined
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.listing import listed, near, room
from thinkers_tsp.nearest import Nearest

STEEPEST = 5.0
"""Largest logarithm of how much the scales of two cities may differ, as it is seen (our choice)."""

Numbers = NDArray[np.float64]


class GraphEncoding(Encoding[TspInstance, Tour]):
    """Eight channels per listed pair of cities; a choice of the next city among those listed.

    Everything is O(n k log n) where the instance has no matrix.
    """

    signature = Signature("graph", channels=8, classes=1, target="row")

    def shape(self, instance: TspInstance) -> tuple[int, ...]:
        """`(n, k)`."""
        return instance.cities, room(instance)

    def encode(
        self, instances: Sequence[TspInstance], solutions: Sequence[Tour] | None = None
    ) -> Batch:
        """Inputs as of `features`, targets as of `target`."""
        inputs = np.stack([features(instance) for instance in instances])
        lists = np.stack([listed(instance) for instance in instances])
        if solutions is None:
            return Batch(inputs, lists >= 0, neighbours=lists)
        tours = zip(instances, solutions, strict=True)
        targets = np.stack([target(*tour) for tour in tours])
        asked = (targets.sum(-1, keepdims=True) > 0) & (lists >= 0)
        return Batch(inputs, asked, targets, neighbours=lists)

    def decode(self, scores: NDArray[np.float32], instance: TspInstance) -> Tour:
        """A valid tour, whatever the scores are."""
        return joined(scores[0], instance)

    def heat(self, scores: NDArray[np.float32], instance: TspInstance) -> Heat:
        """The chance of each next city, of those that a row may choose."""
        return replace(super().heat(scores, instance), words="chance of a leg")


def features(instance: TspInstance) -> NDArray[np.float32]:
    """`(8, n, k)` float32: what each listed pair i -> j looks like, at any n and in any unit.

    A city's scale is the mean way to the nearest cities, or from them: each sees its neighbours at
    its own. Channels: the logarithm `log(1 + x)` of the distance at the scale of i and at that of
    j, of the way back at that of i, of what the distance exceeds the least from i by, and the least
    to j; the ranks of j among the nearest of i, and of i among those of j, from 0 to 1; and the
    logarithm of how much larger the scale of i is. All are 0 where no pair is listed.
    """
    lists = listed(instance)
    leaving, entering = near(instance)
    here, there = np.arange(instance.cities)[:, None], lists.clip(min=0)
    ways, back = instance.tamed_legs(here, there), instance.tamed_legs(there, here)
    typical = float(ways[lists >= 0].mean()) or 1.0
    out, into = _scale(leaving, typical), _scale(entering, typical)
    lengths = np.stack([
        ways / out[:, None],
        ways / into[there],
        back / out[:, None],
        (ways - leaving.lengths[:, :1]) / out[:, None],
        (ways - entering.lengths[there, 0]) / into[there],
    ])  # fmt: skip
    found = np.concatenate([
        np.log1p(lengths.clip(min=0)),
        [_rank(leaving, here, there), _rank(entering, there, here)],
        [np.log(out[:, None] / into[there]).clip(-STEEPEST, STEEPEST)],
    ])  # fmt: skip
    return (found * (lists >= 0)).astype(np.float32)


def _scale(near_ones: Nearest, typical: float) -> Numbers:
    """`(n,)` the mean way to or from the nearest; where they are all at one place, the typical."""
    mean = near_ones.lengths.mean(1)
    return np.asarray(np.where(mean > 0, mean, typical))


def _rank(near_ones: Nearest, here: NDArray[np.int64], there: NDArray[np.int64]) -> Numbers:
    """`(n, k)` where `there` stands among the nearest of `here`, 0 to 1; 1 where it does not."""
    here, there = np.broadcast_arrays(here, there)
    most = near_ones.cities.shape[1]
    at = np.full(here.shape, most)
    for place in reversed(range(most)):
        at[near_ones.cities[here, place] == there] = place
    return np.asarray(at / most, np.float64)


def target(instance: TspInstance, tour: Tour) -> NDArray[np.float32]:
    """`(n, k)` float32: the chance that each listed city follows on the best tour.

    Rows sum to 1, or to 0 where nothing is known. On a symmetric instance the tour may be walked
    either way, so both neighbours that are listed get as much.
    """
    lists = listed(instance)
    follower = np.empty(instance.cities, np.int64)
    follower[tour] = np.roll(tour, -1)
    right = lists == follower[:, None]
    if instance.symmetric:
        follower[tour] = np.roll(tour, 1)
        right |= lists == follower[:, None]
    shares = right / right.sum(1, keepdims=True).clip(min=1)
    return np.asarray(shares, np.float32)
