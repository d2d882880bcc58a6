"""Cancelling an iteration between two torch operations, once a stop rule says so."""

from collections.abc import Callable
from typing import Any

from torch.overrides import TorchFunctionMode


class Over(Exception):
    """Raised to cancel an iteration: a stop rule says that it is not to be finished."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Cut(TorchFunctionMode):
    """Raises `Over` before the next torch operation, once a stop rule gives a reason."""

    def __init__(self, over: Callable[[], str]) -> None:
        super().__init__()
        self.over = over

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        # Looking up a shape or a dtype is no work, and what has come of a step may be looked at.
        reason = "" if func.__name__ == "__get__" else self.over()
        if reason:
            raise Over(reason)
        return func(*args, **(kwargs or {}))
