"""The convolutions that DT, DT-R and DT-L are made of: kernel 3, zero padding, any size."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import Activation, Chain, Linear, Residual
from thinkers.nets.activation import elu
from thinkers.nets.kernels import winograd

HEAD_WIDTHS_2D = (32, 8)
"""Hidden widths of the 2-D readout in the official DT and DT-R code, whatever the net's width."""


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
    """Kernel 3, padding 1; its result lies as that of `Convolution1d` does.

    Attributes:
        compiled: Whether to compile it for this machine, where that can be done.
    """

    compiled = False
    _held: winograd.Filters | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this is open, the weight is transformed once; it must not change meanwhile."""
        self._held = self._filters()
        try:
            yield
        finally:
            self._held = None

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, c, h, w)` to `(b, w, h, w)`."""
        filters = self.filters(thought)
        if filters is None:
            return _channels_innermost(super().forward(thought))  # (b, w, h, w)
        return _compiled(thought, filters, None, "none")  # (b, w, h, w)

    def filters(self, thought: Tensor) -> winograd.Filters | None:
        """What the compiled convolution of this thought takes; None where torch's is used."""
        return (self._held or self._filters()) if thought.dtype == torch.float32 else None

    def _filters(self) -> winograd.Filters | None:
        return winograd.Filters.of(self.weight) if self.compiled and self.bias is None else None


def _channels_innermost(thought: Tensor) -> Tensor:
    """The same `(b, w, *shape)` in other memory order; itself, and no view, where it lies so.

    On a GPU bfloat16 convolutions gain a third of their speed by it, and float32 ones lose as much.
    """
    on_gpu = thought.device.type != "cpu"
    if (on_gpu and thought.dtype == torch.float32) or thought.movedim(1, -1).is_contiguous():
        return thought
    return thought.movedim(1, -1).contiguous().movedim(-1, 1)  # (b, w, *shape)


def convolved(
    module: nn.Module,
    thought: Tensor,
    added: Tensor | None = None,
    activation: winograd.Activation = "none",
) -> Tensor:
    """`activation(module(thought) + added)`, in one go where the convolution is compiled."""
    filters = _filters_of(module, thought)
    if filters is not None:
        return _compiled(thought, filters, added, activation)  # (b, w, *shape)
    image: Tensor = module(thought)  # (b, w, *shape)
    if added is not None:
        image = image.add_(added)  # (b, w, *shape)
    if activation == "elu":
        return elu(image)  # (b, w, *shape)
    return image.relu_() if activation == "relu" else image  # (b, w, *shape)


def blended(module: nn.Module, thought: Tensor, kept: Tensor, gamma: Tensor) -> Tensor:
    """`γ kept + (1 - γ) elu(module(thought))`, in one go where no gradient is asked for.

    Args:
        module: A convolution.
        thought: `(b, w, *shape)`.
        kept: The same shape.
        gamma: γ, `(w or 1, 1[, 1])`.
    """
    filters = None if torch.is_grad_enabled() else _filters_of(module, thought)
    if filters is None:
        hidden = convolved(module, thought, activation="elu")  # (b, w, *shape)
        return torch.lerp(hidden, kept, gamma.to(hidden.dtype))  # (b, w, *shape)
    shares = gamma.flatten().expand(kept.shape[1]).contiguous()  # (w,)
    return winograd.blended(thought, filters, kept, shares)  # (b, w, *shape)


def _filters_of(module: nn.Module, thought: Tensor) -> winograd.Filters | None:
    return module.filters(thought) if isinstance(module, Convolution2d) else None


def _compiled(
    thought: Tensor,
    filters: winograd.Filters,
    added: Tensor | None,
    activation: winograd.Activation,
) -> Tensor:
    result: Tensor = winograd.Winograd.apply(thought, *filters, added, activation)  # type: ignore[no-untyped-call]
    return result


def compile_convolutions(module: nn.Module) -> None:
    """Let the module's 2-D convolutions be compiled for this machine, on their first use."""
    for part in module.modules():
        if isinstance(part, Convolution2d):
            part.compiled = True


def conv(axes: int, channels_in: int, channels_out: int, bias: bool = False) -> nn.Module:
    """A convolution of kernel 3, stride 1, padding 1, along one or two axes."""
    kind = Convolution1d if axes == 1 else Convolution2d
    return kind(channels_in, channels_out, kernel_size=3, padding=1, bias=bias)


def head_widths(axes: int, width: int) -> tuple[int, int]:
    """Hidden widths of a readout: w, w/2 on sequences; 32, 8 on grids (official DT code)."""
    return (width, width // 2) if axes == 1 else HEAD_WIDTHS_2D


class ResidualBlock(nn.Module):
    """`relu(conv(relu(conv(φ))) + φ)`, bias-free (He et al. 2016, as used by DT and DT-R)."""

    def __init__(self, axes: int, width: int) -> None:
        super().__init__()
        self.first = conv(axes, width, width)
        self.second = conv(axes, width, width)

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself."""
        hidden = convolved(self.first, thought, activation="relu")  # (b, w, *shape)
        return convolved(self.second, hidden, thought, "relu")  # (b, w, *shape)

    def pieces(self, name: str) -> Chain:
        """The block for a certificate."""
        body = [
            Linear.of("first", self.first),
            Activation("relu", "relu"),
            Linear.of("second", self.second),
        ]
        one = torch.ones(1)
        return [Residual(name, body, keep=one, take=one), Activation(f"{name}.relu", "relu")]


def relu_head(axes: int, width: int, classes: int) -> nn.Sequential:
    """The readout of DT and DT-R: three bias-free convolutions, ReLU between."""
    first, second = head_widths(axes, width)
    return nn.Sequential(
        conv(axes, width, first),
        nn.ReLU(),
        conv(axes, first, second),
        nn.ReLU(),
        conv(axes, second, classes),
    )
