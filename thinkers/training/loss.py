"""The progressive loss of Bansal et al. 2022 (algorithm 1), for any thinker and any target."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.nets import Thinker
from thinkers.training.recipe import Loss

Target = Literal["class", "row"]

FORBIDDEN = -1e9
"""Stands for minus infinity among logits, without its NaN gradients."""


@dataclass(frozen=True)
class Draw:
    """The random part of one step's loss: `free` iterations, then `graded` with gradient."""

    free: int
    graded: int

    @classmethod
    def of(cls, loss: Loss, rng: np.random.Generator) -> "Draw":
        """N ~ U{0 … M-1} and k ~ U{1 … M-n}, within the recipe's bounds."""
        last = loss.iterations - loss.least_graded
        free = (
            int(rng.integers(0, min(last, loss.most_free or last) + 1))
            if (loss.most_free != 0)
            else 0
        )
        most = min(loss.iterations - free, loss.most_graded or loss.iterations)
        return cls(free, int(rng.integers(loss.least_graded, most + 1)))


class ProgressiveLoss(nn.Module):
    """A thinker with its loss, as one module whose forward gives the loss of a batch."""

    def __init__(self, thinker: Thinker, loss: Loss, target: Target) -> None:
        super().__init__()
        self.thinker = thinker
        self.loss = loss
        self.target = target

    def forward(self, inputs: Tensor, mask: Tensor, targets: Tensor, draw: Draw) -> Tensor:
        """The loss of one batch, a scalar."""
        alpha = self.loss.alpha
        with self.thinker.held():
            recall, first = self.thinker.recall(inputs), self.thinker.embed(inputs)
            total = first.new_zeros(())  # ()
            if alpha < 1:
                thought = self._steps(first, recall, self.loss.iterations)
                total = total + (1 - alpha) * self._error(thought, mask, targets)
            if alpha > 0:
                thought = first
                if draw.free:
                    with torch.no_grad():
                        thought = self._steps(thought, recall, draw.free)
                thought = self._steps(
                    thought.detach() if draw.free else thought, recall, draw.graded
                )
                total = total + alpha * self._error(thought, mask, targets)
        return total

    def final_logits(self, inputs: Tensor) -> Tensor:
        """The logits after M iterations."""
        with self.thinker.held():
            recall, first = self.thinker.recall(inputs), self.thinker.embed(inputs)
            return self.thinker.readout(self._steps(first, recall, self.loss.iterations))

    def _steps(self, thought: Tensor, recall: Tensor | None, count: int) -> Tensor:
        for _ in range(count):
            thought = self.thinker.step(thought, recall)
        return thought

    def _error(self, thought: Tensor, mask: Tensor, targets: Tensor) -> Tensor:
        return cross_entropy(self.thinker.readout(thought), mask, targets, self.target)


def cross_entropy(logits: Tensor, mask: Tensor, targets: Tensor, target: Target) -> Tensor:
    """The mean cross-entropy of what counts: masked positions, or rows of allowed pairs.

    Args:
        logits: `(b, classes, *shape)`.
        mask: `(b, *shape)` bool.
        targets: `(b, *shape)` int64 for `class`, `(b, n, n)` float for `row`.
        target: What a choice is.
    """
    if target == "class":
        each = functional.cross_entropy(logits, targets, reduction="none")  # (b, *shape)
        return (each * mask).sum() / mask.sum()
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
