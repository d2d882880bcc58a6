"""How a caller watches a training."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import ParamSpec

from thinkers.training.events import Hear, unheard
from thinkers.training.metrics import Metrics

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Callbacks:
    """What a training calls, in its own process.

    Attributes:
        note: With what else it has to say.
        step: After each step, with the steps done and the loss.
        metrics: After each validation; what it raises ends the training.
    """

    note: Hear = unheard
    step: Callable[[int, float], None] = lambda step, loss: None
    metrics: Callable[[Metrics], None] = lambda metrics: None

    def outlasting_output(self) -> "Callbacks":
        """The same, except that output which fails, as on a full disk, ends nothing."""
        return Callbacks(_lasting(self.note), _lasting(self.step), _lasting(self.metrics))


def _lasting(call: Callable[Arguments, None]) -> Callable[Arguments, None]:
    def lasting(*arguments: Arguments.args, **named: Arguments.kwargs) -> None:
        with suppress(OSError):
            call(*arguments, **named)

    return lasting
