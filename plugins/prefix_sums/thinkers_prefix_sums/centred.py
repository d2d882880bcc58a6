"""The encoding `centred`: bits as numbers around 0, and a parity for each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Correctness, Encoding, Heat, LeastSteps, Signature
from thinkers_prefix_sums.instance import Bits
from thinkers_prefix_sums.proof import prove


class CentredEncoding(Encoding[Bits, Bits]):
    """One channel, -0.5 for 0 and +0.5 for 1 (easy-to-hard data, v1.0.0)."""

    signature = Signature("sequence", channels=1, classes=2, pointwise=True)

    def shape(self, instance: Bits) -> tuple[int, ...]:
        """`(n,)`."""
        return instance.shape

    def encode(self, instances: Sequence[Bits], solutions: Sequence[Bits] | None = None) -> Batch:
        """Bits, and parities; a parity takes a round for each bit before its own.

        It goes from left to right.
        """
        bits = np.stack(instances)
        inputs, mask = (bits[:, None] - 0.5).astype(np.float32), np.ones(bits.shape, bool)
        if solutions is None:
            return Batch(inputs, mask)
        rounds = np.tile(np.arange(bits.shape[1], dtype=np.int32), (len(bits), 1))
        return Batch(inputs, mask, np.stack(solutions), rounds)

    def decode(self, scores: NDArray[np.float32], instance: Bits) -> Bits:
        """The class of the larger score at each position."""
        del instance
        return np.asarray(scores.argmax(0))

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Exclusive or with other strings: parities of a sum are sums of parities."""
        other = rng.integers(0, 2, batch.mask.shape)
        inputs = (batch.inputs * (1 - 2 * other[:, None])).astype(np.float32)
        targets = batch.targets ^ np.bitwise_xor.accumulate(other, axis=1)
        return replace(batch, inputs=inputs, targets=targets)

    def heat(self, scores: NDArray[np.float32], instance: Bits) -> Heat:
        """The margin of each parity: how much its class scores above the other."""
        del instance
        with np.errstate(invalid="ignore"):
            margins = np.abs(scores[1].astype(np.float64) - scores[0])
        known = margins[np.isfinite(margins)]
        return Heat(margins, "margin in logits", float(known.max(initial=0.0)) or 1.0)

    def prove(self, thinker: LeastSteps) -> Correctness:
        """Right for every string, by induction along it; see `thinkers_prefix_sums.proof`."""
        return prove(thinker)
