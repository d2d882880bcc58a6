"""Fixed-point iteration for a given number of steps; `engine.loop` stops by rules."""

from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch import Tensor

Step = Callable[[Tensor], Tensor]
"""A step with its recall term, `(b, …)` to itself."""

State = TypeVar("State")


def iterate(
    step: Callable[[State], State], thought: State, count: int, until_still: bool = False
) -> State:
    """The hidden state `(b, …)` after `count` steps, differentiable where gradients are on.

    Args:
        step: What is applied.
        thought: The first thought.
        count: How often, at most.
        until_still: Whether to end before that where a step changes nothing, to the last bit.
    """
    for _ in range(count):
        before, thought = thought, step(thought)  # (b, …)
        if until_still and _same(before, thought):
            break
    return thought


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, tuple):
        return all(map(torch.equal, before, after))
    return torch.equal(before, after)
