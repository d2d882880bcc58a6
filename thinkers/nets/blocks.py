"""The blocks that DT, DT-R and DT-L are made of: convolutions, residual blocks, readouts."""

import torch
from torch import Tensor, nn

from thinkers.certify import Activation, Chain, KnownLipschitz, Linear, Piece, Residual
from thinkers.nets.kernels.activation import maxmin
from thinkers.nets.kernels.convolution import Convolution1d, Convolution2d, conv_add_act

HEAD_WIDTHS_2D = (32, 8)
"""Hidden widths of the 2-D readout in the official DT and DT-R code, whatever the net's width."""


def conv(axes: int, channels_in: int, channels_out: int, bias: bool = False) -> nn.Module:
    """A convolution of kernel 3, stride 1, padding 1, along one or two axes."""
    kind = Convolution1d if axes == 1 else Convolution2d
    return kind(channels_in, channels_out, kernel_size=3, padding=1, bias=bias)


def head_widths(axes: int, width: int) -> tuple[int, int]:
    """Hidden widths of a readout: w, w/2 on sequences; 32, 8 on grids (official DT code)."""
    return (width, width // 2) if axes == 1 else HEAD_WIDTHS_2D


def activation_piece(name: str, kind: str) -> Piece:
    """An activation of `ACTIVATIONS` as a piece, for a certificate; each is 1-Lipschitz."""
    if kind == "maxmin":
        return KnownLipschitz(name, 1.0, "sorts pairs of numbers", maxmin)
    return Activation(name, kind)


class ResidualBlock(nn.Module):
    """`relu(conv(relu(conv(φ))) + φ)`, bias-free (He et al. 2016, as used by DT and DT-R)."""

    def __init__(self, axes: int, width: int) -> None:
        super().__init__()
        self.first = conv(axes, width, width)
        self.second = conv(axes, width, width)

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself."""
        hidden = conv_add_act(self.first, thought, activation="relu")  # (b, w, *shape)
        return conv_add_act(self.second, hidden, thought, "relu")  # (b, w, *shape)

    def pieces(self, name: str) -> Chain:
        """The block as pieces, for a certificate."""
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
