"""What a thinker sees of a row of numbers."""

from dataclasses import replace

import numpy as np

from thinkers import Batch, Encoding, Signature


class RecordsEncoding(Encoding[np.ndarray, np.ndarray]):
    """One channel, the number; two classes."""

    signature = Signature("sequence", channels=1, classes=2)

    def shape(self, instance):
        return instance.shape

    def encode(self, instances, solutions=None):
        rows = np.stack(instances)
        inputs = rows[:, None].astype(np.float32)
        mask = np.ones(rows.shape, bool)
        targets = None if solutions is None else np.stack(solutions)
        return Batch(inputs, mask, targets)

    def decode(self, scores, instance):
        return scores.argmax(0)

    def augment(self, batch, rng):
        factors = rng.uniform(0.5, 1, (len(batch.inputs), 1, 1)).astype(np.float32)
        return replace(batch, inputs=batch.inputs * factors)
