"""How a caller watches a training."""

from collections.abc import Callable
from dataclasses import dataclass

from thinkers.training.metrics import Metrics


@dataclass(frozen=True)
class Callbacks:
    """What a training calls, in its own process.

    Attributes:
        line: With what it has to say.
        step: After each step, with the steps done and the loss.
        metrics: After each validation; what it raises ends the training.
    """

    line: Callable[[str], None] = lambda line: None
    step: Callable[[int, float], None] = lambda step, loss: None
    metrics: Callable[[Metrics], None] = lambda metrics: None
