"""How good a thinker is on held-out batches, after all its iterations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch

from thinkers.nets import Thinker
from thinkers.problem import Batch
from thinkers.training.descending.loss import Target, cross_entropy, exact

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
                inputs, mask, targets = tensors(batch, slice(first, first + BATCH), fabric.device)
                thought, recall = thinker.embed(inputs), thinker.recall(inputs)
                for _ in range(iterations):
                    thought = thinker.step(thought, recall)
                logits = thinker.readout(thought).float()  # (b, classes, *shape)
                errors += [cross_entropy(logits, mask, targets, target).item()] * len(inputs)
                rights += exact(logits, mask, targets, target).tolist()
    return float(np.mean(errors)), float(np.mean(rights))


def tensors(
    batch: Batch, rows: slice | np.ndarray, device: torch.device
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Inputs, mask and targets of some rows of a labelled batch."""
    arrays = batch.inputs[rows], batch.mask[rows], batch.targets[rows]  # type: ignore[index]
    inputs, mask, targets = (torch.from_numpy(array).to(device) for array in arrays)
    return inputs, mask, targets
