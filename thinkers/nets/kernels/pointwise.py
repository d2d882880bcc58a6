"""Convolutions with kernel 1: products of matrices, which on a CPU take a fraction of the time."""

import torch
from torch import Tensor, nn


class Pointwise1d(nn.Conv1d):
    """Kernel 1, no padding. Where no gradient is asked for, results differ by rounding at most."""

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, c, l)` to `(b, w, l)`."""
        found = _product(self, thought)
        return super().forward(thought) if found is None else found  # (b, w, l)


class Pointwise2d(nn.Conv2d):
    """As `Pointwise1d`."""

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, c, h, w)` to `(b, w, h, w)`."""
        found = _product(self, thought)
        return super().forward(thought) if found is None else found  # (b, w, h, w)


def pointwise(axes: int) -> type[Pointwise1d] | type[Pointwise2d]:
    """The convolution for so many axes of positions."""
    return Pointwise1d if axes == 1 else Pointwise2d


def _product(layer: nn.Conv1d | nn.Conv2d, thought: Tensor) -> Tensor | None:
    """What a layer with kernel 1 gives; None where the convolution is taken, as in exports."""
    if thought.device.type != "cpu" or torch.is_grad_enabled() or torch.compiler.is_compiling():
        return None
    rows = thought.flatten(2)  # (b, c, positions)
    weight = layer.weight.flatten(1).expand(len(rows), -1, -1)  # (b, w, c)
    if layer.bias is None:
        found = torch.bmm(weight, rows)  # (b, w, positions)
    else:
        found = torch.baddbmm(layer.bias.view(1, -1, 1), weight, rows)  # (b, w, positions)
    return found.view(len(rows), layer.out_channels, *thought.shape[2:])  # (b, w, *shape)
