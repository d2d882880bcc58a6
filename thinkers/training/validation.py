"""Validation: loss and exact accuracy on held-out batches, after all iterations."""

from collections.abc import Callable, Sequence
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from thinkers.nets import Thinker
from thinkers.problems.batch import Batch
from thinkers.problems.encoding import Encoding, Loss
from thinkers.problems.signature import Target
from thinkers.training.step.cross_entropy import cross_entropy, exact
from thinkers.training.step.rows import Rows, tensors

if TYPE_CHECKING:
    from lightning_fabric import Fabric

BATCH = 100

Shape = tuple[int, ...]


def validate(
    thinker: Thinker,
    batches: Sequence[Batch],
    iterations: Callable[[Shape], int],
    encoding: Encoding[Any, Any],
    fabric: "Fabric",
) -> tuple[float, float]:
    """The mean loss, and the share of instances whose every choice is right; nan without labels.

    Args:
        thinker: Is put in evaluation mode.
        batches: Labelled, each of one shape.
        iterations: How long to think of a shape, unless nothing changes any more.
        encoding: What made the batches, and says how right logits are.
        fabric: Where to compute.
    """
    thinker.eval()
    signature, own = encoding.signature, encoding.own_loss
    errors: list[float] = []
    rights: list[float] = []
    with torch.no_grad(), thinker.cached_weights(), fabric.autocast():
        for batch in batches:
            for first in range(0, len(batch.inputs), BATCH):
                rows = tensors(batch.part(slice(first, first + BATCH)), signature, fabric.device)
                count = iterations(batch.shape)
                logits = thinker.unrolled(rows.inputs, count).float()  # (b, classes, *shape)
                errors += [_error(logits, rows, signature.target, own)] * len(rows.inputs)
                rights += _rights(logits, rows, signature.target)
    return float(np.mean(errors)), float(np.mean(rights))


def _error(logits: Tensor, rows: Rows, target: Target, own: Loss | None) -> float:
    if own is not None:
        return float(own(logits, rows.given()))
    assert rows.targets is not None
    return cross_entropy(logits, rows.mask, rows.targets, target).item()


def _rights(logits: Tensor, rows: Rows, target: Target) -> list[float]:
    if rows.targets is None:
        return [nan] * len(logits)
    return exact(logits, rows.mask, rows.targets, target).tolist()
