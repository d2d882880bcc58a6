"""What a thinker sees of a knapsack: its items in a row, and a number for the whole."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Signature
from thinkers_knapsack.baselines import by_worth, densest_first
from thinkers_knapsack.instance import Packed, Sack


class ItemsEncoding(Encoding[Sack, Packed]):
    """Items by value for their weight, so that those in question are neighbours.

    Three channels: weight and value in units of their means, and what share of the capacity all
    items before this one weigh. One number for each instance (`globals`): the capacity in units of
    the mean weight, of which the logarithm is taken. Two classes for each item: out and in.
    """

    signature = Signature("sequence", channels=3, classes=2, globals=1)

    def shape(self, instance: Sack) -> tuple[int, ...]:
        """`(n,)`."""
        return instance.weights.shape

    def encode(self, instances: Sequence[Sack], solutions: Sequence[Packed] | None = None) -> Batch:
        """Items in order, and the capacity; the targets are what is packed."""
        orders = [densest_first(sack) for sack in instances]
        inputs = np.stack([_seen(*pair) for pair in zip(instances, orders, strict=True)])
        sizes = [np.log1p(sack.capacity / sack.weights.mean()) for sack in instances]
        whole = np.array(sizes, np.float32)[:, None]
        mask = np.ones((len(instances), inputs.shape[2]), bool)
        if solutions is None:
            return Batch(inputs, mask, globals=whole)
        packed = np.stack([s[order] for s, order in zip(solutions, orders, strict=True)])
        return Batch(inputs, mask, packed, globals=whole)

    def decode(self, scores: NDArray[np.float32], instance: Sack) -> Packed:
        """Items by how sure they are to be in, each if it still fits: always a load."""
        with np.errstate(invalid="ignore"):
            sure = np.nan_to_num(scores[1] - scores[0])  # (n,), in the order that was seen
        return by_worth(instance, densest_first(instance)[np.argsort(-sure, kind="stable")])


def _seen(sack: Sack, order: NDArray[np.int64]) -> NDArray[np.float32]:
    """`(3, n)` float32: the channels."""
    weights, values = sack.weights[order], sack.values[order]
    before = (weights.cumsum() - weights) / max(1, sack.capacity)
    channels = [weights / weights.mean(), values / values.mean(), before.clip(max=2)]
    return np.stack(channels).astype(np.float32)
