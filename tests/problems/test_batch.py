"""A batch holds arrays that torch can take, as they were given."""

import numpy as np
import torch

from thinkers.problems.batch import Batch


def test_flipped_arrays_are_taken_as_they_are_seen():
    values = np.arange(6, dtype=np.float32).reshape(1, 1, 6)
    mask = np.array([[True, False, False, True, True, False]])
    batch = Batch(values[..., ::-1], mask[:, ::-1])
    for array, seen in ((batch.inputs, values), (batch.mask, mask)):
        assert (torch.from_numpy(array).numpy() == seen[..., ::-1]).all()


def test_other_arrays_are_not_copied():
    values, mask = np.zeros((2, 1, 6), np.float32), np.broadcast_to(True, (2, 6))
    batch = Batch(values, mask)
    assert batch.inputs is values
    assert batch.mask is mask
