"""Batches whose numbers can be learned from are sound; each other one is told in a few words."""

from dataclasses import replace

import numpy as np
import pytest
from thinkers_prefix_sums.centred import CentredEncoding

from thinkers import Batch, Signature
from thinkers.errors import PluginError
from thinkers.problems.sound import require_sound, unsound

CLASSES = Signature("sequence", channels=1, classes=2)
ROWS = Signature("matrix", channels=1, classes=1, target="row")
LINE = Batch(np.zeros((2, 1, 3), np.float32), np.ones((2, 3), bool), np.array([[0, 1, 1]] * 2))
SQUARE = Batch(np.zeros((1, 1, 2, 2), np.float32), ~np.eye(2, dtype=bool)[None],
               np.array([[[0, 1], [1, 0]]], np.float32))  # fmt: skip


@pytest.mark.parametrize(("batch", "signature"), [(LINE, CLASSES), (SQUARE, ROWS)])
def test_a_sound_batch_has_no_fault_with_or_without_labels(batch, signature):
    assert unsound(batch, signature) == ""
    assert unsound(replace(batch, targets=None), signature) == ""


@pytest.mark.parametrize(
    ("batch", "signature", "said"),
    [
        (replace(LINE, inputs=LINE.inputs + np.inf), CLASSES, "not finite"),
        (replace(LINE, mask=np.arange(6).reshape(2, 3) < 3), CLASSES, "no position of instance 1"),
        (replace(LINE, targets=LINE.targets + 1), CLASSES, "targets from 1 to 2"),
        (replace(SQUARE, targets=SQUARE.targets / 2), ROWS, "sum to 0.5"),
        (replace(SQUARE, targets=1 - SQUARE.targets), ROWS, "outside the mask"),
        (replace(SQUARE, targets=-SQUARE.targets), ROWS, "not from 0 to 1"),
    ],
)
def test_an_unsound_batch_is_told(batch, signature, said):
    assert said in unsound(batch, signature)


def test_the_error_names_the_method_and_its_file():
    batch = replace(LINE, targets=LINE.targets + 5)
    with pytest.raises(PluginError, match=r"centred.py, line \d+: encode of CentredEncoding gave"):
        require_sound(CentredEncoding(), batch)
