"""A batch holds arrays that torch can take, as they were given."""

import numpy as np
import pytest
import torch

from thinkers.problems.batch import Batch


def test_flipped_arrays_are_taken_as_they_are_seen():
    values = np.arange(6, dtype=np.float32).reshape(1, 1, 6)
    mask = np.array([[True, False, False, True, True, False]])
    batch = Batch(values[..., ::-1], mask[:, ::-1])
    for array, seen in ((batch.inputs, values), (batch.mask, mask)):
        assert (torch.from_numpy(array).numpy() == seen[..., ::-1]).all()


def test_arrays_that_torch_takes_are_not_copied():
    values, mask = np.zeros((2, 1, 6), np.float32), np.zeros((2, 6), bool)
    batch = Batch(values, mask)
    assert batch.inputs is values
    assert batch.mask is mask


def test_read_only_arrays_are_copied():
    values = np.zeros((2, 1, 6), np.float32)
    values.flags.writeable = False
    batch = Batch(values, np.broadcast_to(True, (2, 6)))
    for array in batch.arrays().values():
        torch.from_numpy(array)  # which warns of what is read-only
    assert batch.mask.all()


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("width", [1, 2, 4, 8])
@pytest.mark.parametrize("unsigned", [False, True])
def test_numbers_of_any_width_and_order_become_those_that_are_said(order, width, unsigned):
    whole = np.dtype(f"{order}{'u' if unsigned else 'i'}{width}")
    real = np.dtype(f"{order}f{max(2, width)}")
    counts, numbers = np.arange(6).reshape(1, 2, 3), np.linspace(0, 1, 6).reshape(1, 1, 2, 3)
    batch = Batch(
        numbers.astype(real), np.ones((1, 2, 3), bool), counts.astype(whole), counts.astype(whole),
        counts.astype(whole), numbers[:, 0].astype(real), numbers[0, 0, :1].astype(real),
        None, counts.astype(whole),
    )  # fmt: skip
    types = {name: array.dtype for name, array in batch.arrays().items()}
    assert types == {
        "inputs": np.float32, "mask": bool, "targets": np.int64, "decidable_from": np.int32,
        "interim_targets": np.int64, "nodes": np.float32, "globals": np.float32,
        "neighbours": np.int64,
    }  # fmt: skip
    np.testing.assert_array_equal(batch.targets, counts)
    np.testing.assert_allclose(batch.inputs, numbers, atol=1e-3)
    chances = Batch(numbers.astype(real), np.ones((1, 2, 3), bool), numbers[:, 0].astype(real))
    assert chances.targets.dtype == np.float32


def test_what_is_of_another_kind_stays_to_be_refused():
    wrong = Batch(np.zeros((1, 1, 3), int), np.zeros((1, 3)), np.zeros((1, 3), complex))
    assert [each.dtype.kind for each in wrong.arrays().values()] == ["i", "f", "c"]
