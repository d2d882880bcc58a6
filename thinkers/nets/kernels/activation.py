"""ELU: fast on CPUs, with a gradient that is computed from its result alone."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


def elu(thought: Tensor) -> Tensor:
    """`max(x, e^min(x, 0) - 1)`, the ELU of Clevert et al. 2016 with α = 1, any shape.

    On the CPU torch's own takes twice as long, for digits that a thought does not need: below zero
    the absolute error is here that of rounding at 1.
    """
    if thought.device.type != "cpu":
        return functional.elu(thought)
    result: Tensor = Elu.apply(thought)  # type: ignore[no-untyped-call]
    return result


class Elu(torch.autograd.Function):
    """Keeps the result for the gradient, as the convolution after it does: one tensor for both."""

    generate_vmap_rule = True

    @staticmethod
    def forward(thought: Tensor) -> Tensor:
        """The result."""
        result = thought.clamp(max=0).exp_().sub_(1)
        return torch.maximum(thought, result, out=result)

    @staticmethod
    def setup_context(ctx: Any, inputs: tuple[Any, ...], output: Any) -> None:
        """Keep the result."""
        del inputs
        ctx.save_for_backward(output)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> Tensor:
        """The gradient times `min(y, 0) + 1`."""
        (result,) = ctx.saved_tensors
        return elu_slope(gradient, result)


def elu_slope(gradient: Tensor, result: Tensor) -> Tensor:
    """The gradient before an ELU, from the one after it and its result."""
    slope: Tensor = torch.ops.aten.elu_backward(gradient, 1, 1, 1, True, result)
    return slope
