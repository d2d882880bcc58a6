"""DT: deep thinking without recall (Schwarzschild et al., NeurIPS 2021, arXiv 2106.04537)."""

from typing import cast

from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import Chain
from thinkers.nets.blocks import ResidualBlock, conv, relu_head
from thinkers.nets.config import WidthConfig
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature


class DT(Thinker):
    """DT of 2021: a recurrence of two residual blocks, without input injection.

    No bias and no normalisation anywhere (official code). It forgets its input over many
    iterations: use it for comparison, not to extrapolate.
    """

    name = "dt"
    summary = "deep thinking without recall, Schwarzschild et al. 2021"
    Config = WidthConfig
    layouts = frozenset({"sequence", "grid", "matrix"})

    def __init__(self, signature: Signature, config: WidthConfig) -> None:
        super().__init__(signature, config)
        axes, width = signature.axes, config.width
        self.projection = conv(axes, signature.channels, width)
        self.blocks = nn.Sequential(ResidualBlock(axes, width), ResidualBlock(axes, width))
        self.head = relu_head(axes, width, signature.classes)

    def embed(self, inputs: Tensor) -> Tensor:
        return functional.relu(self.projection(inputs))  # (b, w, *shape)

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        del recall
        thought = self.blocks(thought)  # (b, w, *shape)
        return thought

    def pieces(self) -> Chain:
        return [
            piece
            for index, block in enumerate(self.blocks)
            for piece in cast("ResidualBlock", block).pieces(f"blocks.{index}")
        ]

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits
