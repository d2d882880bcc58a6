"""Cross-entropy and exact accuracy of logits against their targets."""

from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

Target = Literal["class", "row"]

FORBIDDEN = -1e9
"""Stands for minus infinity among logits, without its NaN gradients."""


def cross_entropy(
    logits: Tensor, mask: Tensor, targets: Tensor, target: Target, smoothing: float = 0.0
) -> Tensor:
    """The mean cross-entropy over masked positions, or over rows of allowed pairs.

    Args:
        logits: `(b, classes, *shape)`.
        mask: `(b, *shape)` bool.
        targets: `(b, *shape)` int64 for `class`, `(b, n, n)` float for `row`.
        target: What a choice is.
        smoothing: Share of each target that is spread evenly over its choices.
    """
    if target == "class":
        each = functional.cross_entropy(
            logits, targets, reduction="none", label_smoothing=smoothing
        )  # (b, *shape)
        return (each * mask).sum() / mask.sum().clamp(min=1)
    if smoothing:
        even = mask / mask.sum(-1, keepdim=True).clamp(min=1)  # (b, n, n)
        targets = torch.lerp(targets, even, smoothing)  # (b, n, n)
    allowed = logits[:, 0].masked_fill(~mask, FORBIDDEN)  # (b, n, n)
    return -(targets * allowed.log_softmax(-1)).sum(-1).mean()


def exact(logits: Tensor, mask: Tensor, targets: Tensor, target: Target) -> Tensor:
    """`(b,)` bool: whether every choice that counts is right."""
    if target == "class":
        right = (logits.argmax(1) == targets) | ~mask  # (b, *shape)
    else:
        choice = logits[:, 0].masked_fill(~mask, FORBIDDEN).argmax(-1, keepdim=True)  # (b, n, 1)
        right = targets.gather(-1, choice) > 0  # (b, n, 1)
    return right.flatten(1).all(1)
