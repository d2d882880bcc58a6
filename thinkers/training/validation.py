"""How good a thinker is on held-out batches, after all its iterations."""

from collections.abc import Sequence
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


def validate(
    thinker: Thinker,
    batches: Sequence[Batch],
    iterations: int,
    target: Target,
    fabric: "Fabric",
) -> tuple[float, float]:
    """The mean cross-entropy, and the share of instances whose every choice is right."""
    thinker.eval()
    errors, rights = [], []
    with torch.no_grad(), thinker.held(), fabric.autocast():
        for batch in batches:
            for first in range(0, len(batch.inputs), BATCH):
                rows = tensors(batch.part(slice(first, first + BATCH)), fabric.device)
                logits = thinker.unrolled(rows.inputs, iterations).float()  # (b, classes, *shape)
                error = cross_entropy(logits, rows.mask, rows.targets, target).item()
                errors += [error] * len(rows.inputs)
                rights += exact(logits, rows.mask, rows.targets, target).tolist()
    return float(np.mean(errors)), float(np.mean(rights))
