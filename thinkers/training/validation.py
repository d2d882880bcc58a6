"""Validation: loss and exact accuracy on held-out batches, after all iterations."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from thinkers.nets import Thinker
from thinkers.problems.batch import Batch
from thinkers.training.step.cross_entropy import Target, cross_entropy, exact
from thinkers.training.step.rows import tensors

if TYPE_CHECKING:
    from lightning_fabric import Fabric

BATCH = 100

Shape = tuple[int, ...]


def validate(
    thinker: Thinker,
    batches: Sequence[Batch],
    iterations: Callable[[Shape], int],
    target: Target,
    fabric: "Fabric",
) -> tuple[float, float]:
    """The mean cross-entropy, and the share of instances whose every choice is right.

    Args:
        thinker: Is put in evaluation mode.
        batches: Labelled, each of one shape.
        iterations: How long to think of a shape, unless nothing changes any more.
        target: What is chosen.
        fabric: Where to compute.
    """
    thinker.eval()
    errors, rights = [], []
    with torch.no_grad(), thinker.cached_weights(), fabric.autocast():
        for batch in batches:
            for first in range(0, len(batch.inputs), BATCH):
                rows = tensors(batch.part(slice(first, first + BATCH)), fabric.device)
                count = iterations(batch.mask.shape[1:])
                logits = thinker.unrolled(rows.inputs, count).float()  # (b, classes, *shape)
                error = cross_entropy(logits, rows.mask, rows.targets, target).item()
                errors += [error] * len(rows.inputs)
                rights += exact(logits, rows.mask, rows.targets, target).tolist()
    return float(np.mean(errors)), float(np.mean(rights))
