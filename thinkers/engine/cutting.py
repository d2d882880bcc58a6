"""Cutting an iteration short: between two operations of torch, once there is a reason."""

from collections.abc import Callable
from typing import Any

from torch.overrides import TorchFunctionMode


class Over(Exception):
    """A rule says that an iteration is not to be finished."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Cut(TorchFunctionMode):
    """Raises `Over` before the next operation, once there is a reason."""

    def __init__(self, over: Callable[[], str]) -> None:
        super().__init__()
        self.over = over

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        reason = self.over()
        if reason:
            raise Over(reason)
        return func(*args, **(kwargs or {}))
