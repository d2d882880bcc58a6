"""Activations by name, each of slope at most 1; ELU fast on CPUs, its gradient from its result."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


def elu(thought: Tensor) -> Tensor:
    """`max(x, e^min(x, 0) - 1)`, the ELU of Clevert et al. 2016 with α = 1, any shape.

    On the CPU torch's own takes twice as long, for digits that a thought does not need: below zero
    the absolute error is here that of rounding at 1.
    """
    if thought.device.type != "cpu" or torch.compiler.is_exporting():
        return functional.elu(thought)
    if not torch.is_grad_enabled():
        return Elu.forward(thought)  # what `apply` adds takes as long as 20,000 numbers
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


def maxmin(thought: Tensor) -> Tensor:
    """Each of w/2 pairs of channels sorted: `(b, w, *shape)` (Anil, Lucas & Grosse 2019).

    A permutation at every position, so it keeps the norm, and its gradient too. Written with one
    ReLU, whose backward pass takes half the time of that of a maximum and a minimum.
    """
    one, other = thought.chunk(2, 1)  # (b, w / 2, *shape) each
    lead = functional.relu(one - other)  # (b, w / 2, *shape)
    return torch.cat([other + lead, one - lead], 1)  # (b, w, *shape)


ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "elu": elu,
    "maxmin": maxmin,
    "relu": functional.relu,
    "tanh": torch.tanh,
}
"""What may follow a convolution of a step; each stretches no difference of two thoughts."""
