"""Cross-entropy and exact accuracy of logits against their targets."""

import torch
from torch import Tensor
from torch.nn import functional

from thinkers.problems.signature import Target

FORBIDDEN = -1e9
"""Stands for minus infinity among logits, without its NaN gradients."""


def cross_entropy(
    logits: Tensor, mask: Tensor, targets: Tensor, target: Target, smoothing: float = 0.0
) -> Tensor:
    """The mean cross-entropy over the choices that count.

    Those of classes are the masked positions or nodes; those of rows are all with an allowed pair.

    Args:
        logits: `(b, classes, *shape)`; for `node` `(b, classes, n)`.
        mask: `(b, *shape)` bool; for `node` `(b, n)`.
        targets: Of the mask's shape, int64 classes; for `row` chances.
        target: What a choice is.
        smoothing: Share of each target that is spread evenly over its choices.
    """
    if target != "row":
        each = functional.cross_entropy(
            logits, targets, reduction="none", label_smoothing=smoothing
        )  # (b, *shape)
        return (each * mask).sum() / mask.sum().clamp(min=1)
    if smoothing:
        even = mask / mask.sum(-1, keepdim=True).clamp(min=1)  # (b, n, m)
        targets = torch.lerp(targets, even, smoothing)  # (b, n, m)
    allowed = logits[:, 0].masked_fill(~mask, FORBIDDEN)  # (b, n, m)
    error = -(targets * allowed.log_softmax(-1)).sum(-1)  # (b, n)
    asked = mask.any(-1)  # (b, n)
    return (error * asked).sum() / asked.sum().clamp(min=1)


def exact(logits: Tensor, mask: Tensor, targets: Tensor, target: Target) -> Tensor:
    """`(b,)` bool: whether every choice that counts is right."""
    if target != "row":
        right = (logits.argmax(1) == targets) | ~mask  # (b, *shape)
    else:
        choice = logits[:, 0].masked_fill(~mask, FORBIDDEN).argmax(-1, keepdim=True)  # (b, n, 1)
        right = (targets.gather(-1, choice) > 0) | ~mask.any(-1, keepdim=True)  # (b, n, 1)
    return right.flatten(1).all(1)
