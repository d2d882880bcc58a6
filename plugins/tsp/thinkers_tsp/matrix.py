"""The encoding `matrix`: distances between all pairs of cities, and the next city of each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Heat, Signature
from thinkers_tsp import encoding as codec
from thinkers_tsp.decoding import decode, decode_each
from thinkers_tsp.instance import Tour, TspInstance


class MatrixEncoding(Encoding[TspInstance, Tour]):
    """Four channels per ordered pair of cities; a choice of the next city per row."""

    signature = Signature("matrix", channels=4, classes=1, target="row", near=(1, 2))

    def shape(self, instance: TspInstance) -> tuple[int, ...]:
        """`(n, n)`."""
        return (instance.cities, instance.cities)

    def encode(
        self, instances: Sequence[TspInstance], solutions: Sequence[Tour] | None = None
    ) -> Batch:
        """Inputs as of `encoding.encode`, targets as of `encoding.target`."""
        inputs = np.stack([codec.encode(instance) for instance in instances])
        pairs = np.broadcast_to(~np.eye(inputs.shape[-1], dtype=bool), inputs[:, 0].shape)
        if solutions is None:
            return Batch(inputs, pairs.copy())
        tours = zip(instances, solutions, strict=True)
        return Batch(inputs, pairs.copy(), np.stack([codec.target(*tour) for tour in tours]))

    def decode(self, scores: NDArray[np.float32], instance: TspInstance) -> Tour:
        """A valid tour, whatever the scores are."""
        return decode(scores[0], instance)

    def decode_each(
        self, scores: NDArray[np.float32], instances: Sequence[TspInstance]
    ) -> list[Tour]:
        """The same for several, in less time."""
        return decode_each(scores[:, 0], instances)

    def heat(self, scores: NDArray[np.float32], instance: TspInstance) -> Heat:
        """The chance of each next city, of those that a row may choose."""
        return replace(super().heat(scores, instance), words="chance of a leg")

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Cities renumbered; for thinkers to which the order of rows means something."""
        return codec.renumbered(batch, rng)
