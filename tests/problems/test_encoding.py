"""An encoding needs three methods; the others have defaults that change nothing."""

import numpy as np
import pytest

from thinkers import Batch, Encoding, Signature


class Row(Encoding):
    signature = Signature("sequence", channels=1, classes=2)

    def shape(self, instance):
        return instance.shape

    def encode(self, instances, solutions=None):
        rows = np.stack(instances)
        return Batch(rows[:, None].astype(np.float32), np.ones(rows.shape, bool))

    def decode(self, scores, instance):
        return scores.argmax(0)


def test_one_with_a_missing_method_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        type("Half", (Encoding,), {"shape": Row.shape})()


def test_batches_are_not_augmented_by_default_and_scores_have_no_accuracy():
    batch = Row().encode([np.array([1, 0])])
    assert Row().augment(batch, np.random.default_rng(0)) is batch
    assert Row().accuracy(np.zeros((2, 2), np.float32), np.array([1, 0])) is None
