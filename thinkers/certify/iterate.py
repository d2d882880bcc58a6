"""Fixed-point iteration for a given number of steps; `engine.loop` stops by rules."""

from collections.abc import Callable

import torch
from torch import Tensor

Step = Callable[[Tensor], Tensor]
"""A step with its recall term, `(b, …)` to itself."""


def iterate(step: Step, thought: Tensor, count: int, until_still: bool = False) -> Tensor:
    """The hidden state `(b, …)` after `count` steps, differentiable where gradients are on.

    Args:
        step: What is applied.
        thought: The first thought.
        count: How often, at most.
        until_still: Whether to end before that where a step changes nothing, to the last bit.
    """
    for _ in range(count):
        before, thought = thought, step(thought)  # (b, …)
        if until_still and torch.equal(before, thought):
            break
    return thought
