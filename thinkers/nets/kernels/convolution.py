"""Convolutions of kernel 3 with zero padding, and operations fused with them; any size."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.nets.kernels import winograd
from thinkers.nets.kernels.activation import ACTIVATIONS

WORTH_COMPILING = 3000
"""Positions in a batch from which on 3x3 convolutions are compiled for this machine; that takes a
second, which hundreds of iterations of so many win back."""


class Convolution1d(nn.Conv1d):
    """Kernel 3, padding 1, computed as a 2-D convolution of height 1.

    Its result lies channels innermost on the CPU, where oneDNN is up to twice as fast on it; so do
    all thoughts made from it. Values and shapes are those of `nn.Conv1d`.
    """

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, c, l)` to `(b, w, l)`."""
        weight = self.weight.unsqueeze(2)  # (w, c, 1, 3)
        result = functional.conv2d(thought.unsqueeze(2), weight, self.bias, padding=(0, 1))
        return _channels_innermost(result.squeeze(2))  # (b, w, l)


class Convolution2d(nn.Conv2d):
    """Kernel 3, padding 1; the memory format of its result is that of `Convolution1d`.

    Attributes:
        compiled: Whether to compile it for this machine, where that can be done.
    """

    compiled = False
    _cached: winograd.Filters | None = None

    @contextmanager
    def cached_weights(self) -> Iterator[None]:
        """Context with the filter transform computed once; the weight must not change in it."""
        self._cached = self._filters()
        try:
            yield
        finally:
            self._cached = None

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, c, h, w)` to `(b, w, h, w)`."""
        filters = self.filters(thought)
        if filters is None:
            return _channels_innermost(super().forward(thought))  # (b, w, h, w)
        return _compiled(thought, filters, None, "none")  # (b, w, h, w)

    def filters(self, thought: Tensor) -> winograd.Filters | None:
        """The transformed filters for a compiled convolution of this input; None to use torch's."""
        return (self._cached or self._filters()) if thought.dtype == torch.float32 else None

    def _filters(self) -> winograd.Filters | None:
        return winograd.Filters.of(self.weight) if self.compiled and self.bias is None else None


def _channels_innermost(thought: Tensor) -> Tensor:
    """The same `(b, w, *shape)` in other memory order; itself, and no view, where it lies so.

    On a GPU bfloat16 convolutions gain a third of their speed by it, and float32 ones lose as much.
    """
    if torch.compiler.is_exporting():
        return thought  # who runs it lays numbers out as it likes
    on_gpu = thought.device.type != "cpu"
    if (on_gpu and thought.dtype == torch.float32) or thought.movedim(1, -1).is_contiguous():
        return thought
    return thought.movedim(1, -1).contiguous().movedim(-1, 1)  # (b, w, *shape)


def conv_add_act(
    module: nn.Module,
    thought: Tensor,
    added: Tensor | None = None,
    activation: str = "none",
) -> Tensor:
    """Convolution, addition, activation: `activation(module(x) + added)`, fused where compiled.

    Args:
        module: A convolution.
        thought: `(b, c, *shape)`.
        added: `(b, w, *shape)`, or None.
        activation: A name of `ACTIVATIONS`, or `none`.
    """
    filters = _filters_of(module, thought)
    if filters is not None and activation in winograd.ACTIVATIONS:
        return _compiled(thought, filters, added, activation)  # (b, w, *shape)
    image: Tensor = module(thought)  # (b, w, *shape)
    if added is not None:
        image = image.add_(added)  # (b, w, *shape)
    if activation == "none":
        return image  # (b, w, *shape)
    return image.relu_() if activation == "relu" else ACTIVATIONS[activation](image)


def conv_elu_lerp(module: nn.Module, thought: Tensor, skip: Tensor, gamma: Tensor) -> Tensor:
    """Convolution, ELU, lerp: `γ skip + (1 - γ) elu(module(x))`, fused without gradient.

    Args:
        module: A convolution.
        thought: `(b, w, *shape)`.
        skip: The same shape.
        gamma: γ, `(w or 1, 1[, 1])`.
    """
    filters = None if torch.is_grad_enabled() else _filters_of(module, thought)
    if filters is None:
        hidden = conv_add_act(module, thought, activation="elu")  # (b, w, *shape)
        return torch.lerp(hidden, skip, gamma.to(hidden.dtype))  # (b, w, *shape)
    shares = gamma.flatten().expand(skip.shape[1]).contiguous()  # (w,)
    return winograd.conv_elu_lerp(thought, filters, skip, shares)  # (b, w, *shape)


def _filters_of(module: nn.Module, thought: Tensor) -> winograd.Filters | None:
    return module.filters(thought) if isinstance(module, Convolution2d) else None


def _compiled(
    thought: Tensor,
    filters: winograd.Filters,
    added: Tensor | None,
    activation: str,
) -> Tensor:
    result: Tensor = winograd.Winograd.apply(thought, *filters, added, activation)  # type: ignore[no-untyped-call]
    return result


def compile_convolutions(module: nn.Module, positions: float = inf) -> None:
    """Have the module's 2-D convolutions compiled for this machine, on their first use.

    Args:
        module: Holds the convolutions.
        positions: Of a batch; too few are not worth it.
    """
    if positions < WORTH_COMPILING:
        return
    for part in module.modules():
        if isinstance(part, Convolution2d):
            part.compiled = True


def convolve_as_torch(module: nn.Module) -> None:
    """Have none of the module's convolutions compiled any more."""
    for part in module.modules():
        if isinstance(part, Convolution2d):
            part.compiled = False
