"""The fixed-point iteration by a count; `engine.loop` is the one that stops by rules."""

from collections.abc import Callable

import torch
from torch import Tensor

Step = Callable[[Tensor], Tensor]
"""A step with its recall term, `(b, …)` to itself."""


def iterate(step: Step, thought: Tensor, count: int, until_still: bool = False) -> Tensor:
    """The thought `(b, …)` after `count` applications of a step; with gradient where that is on.

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
