"""The fixed-point iteration by a count; `engine.loop` is the one that stops by rules."""

from collections.abc import Callable

from torch import Tensor

Step = Callable[[Tensor], Tensor]
"""A step with its recall term, `(b, …)` to itself."""


def iterate(step: Step, thought: Tensor, count: int) -> Tensor:
    """The thought `(b, …)` after `count` applications of a step; with gradient where that is on."""
    for _ in range(count):
        thought = step(thought)  # (b, …)
    return thought
