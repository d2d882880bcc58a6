"""Min-plus arithmetic: costs from 0 to infinity, and neighbours along each axis."""

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable

NEVER = 2.0**23
"""The potential of what is not reached. Whole numbers up to twice that are exact in float32."""


class _Gate(torch.autograd.Function):
    """`clamp(z, 0, 1)`; outside, the gradient passes where following it leads back inside."""

    @staticmethod
    def forward(ctx: FunctionCtx, free: Tensor) -> Tensor:
        ctx.save_for_backward(free)
        return free.clamp(0, 1)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        (free,) = ctx.saved_tensors
        outward = ((free < 0) & (gradient > 0)) | ((free > 1) & (gradient < 0))
        return gradient.masked_fill(outward, 0)


def resistance(free: Tensor) -> Tensor:
    """`1 / q - 1` with `q = clamp(free, 0, 1)`: exactly 0 where open, `NEVER` where shut.

    Both ends are reached by training, not only approached: a learned wall stays one, however long
    the way around it, and ways of equally many open steps cost exactly the same.
    """
    gate: Tensor = _Gate.apply(free)  # type: ignore[no-untyped-call]  # torch has no type for it
    return torch.where(gate * NEVER > 1, 1 / gate.clamp(min=1 / NEVER) - 1, NEVER)


def sides(values: Tensor, outside: Tensor) -> list[Tensor]:
    """The neighbours of each position of `(b, c, *shape)`, before and after it along each axis.

    Args:
        values: `(b, c, *shape)`.
        outside: `(c,)`, what stands beyond the border.

    Returns:
        Twice as many as there are axes, each `(b, c, *shape)`: along the first axis before and
        after, then along the second. They are views; those along an axis share their memory.
    """
    around: list[Tensor] = []
    for axis in range(2, values.ndim):
        rim_shape = [*values.shape[:axis], 1, *values.shape[axis + 1 :]]
        rim = outside.view(-1, *[1] * (values.ndim - 2)).expand(rim_shape)  # (b, c, …, 1, …)
        framed = torch.cat([rim, values, rim], axis)  # (b, c, …, n + 2, …)
        around += [framed.narrow(axis, start, values.shape[axis]) for start in (0, 2)]
    return around
