"""DT-R: deep thinking with recall (Bansal et al., NeurIPS 2022, arXiv 2202.05826)."""

from typing import cast

from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import Activation, Chain, Linear, Piece, Recall
from thinkers.nets.blocks import ResidualBlock, conv, relu_head
from thinkers.nets.config import WidthConfig
from thinkers.nets.kernels import winograd
from thinkers.nets.kernels.convolution import conv_add_act
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature


class DTR(Thinker):
    """DT-R of 2022: input injection (recall) by a convolution in every step.

    The convolution of the concatenation [φ, x] is the sum of one on φ and one on x; the second
    does not change and is computed once. As in the official code a ReLU follows it on sequences
    and none on grids. Nothing bounds the step: thoughts may grow without limit.
    """

    name = "dt-r"
    summary = "deep thinking with recall, Bansal et al. 2022"
    Config = WidthConfig
    layouts = frozenset({"sequence", "grid", "matrix"})

    def __init__(self, signature: Signature, config: WidthConfig) -> None:
        super().__init__(signature, config)
        axes, width = signature.axes, config.width
        self.projection = conv(axes, signature.channels, width)
        self.recall_thought = conv(axes, width, width)
        self.recall_input = conv(axes, signature.channels, width)
        self.relu_after_recall = axes == 1
        self.blocks = nn.Sequential(ResidualBlock(axes, width), ResidualBlock(axes, width))
        self.head = relu_head(axes, width, signature.classes)

    def embed(self, inputs: Tensor) -> Tensor:
        return functional.relu(self.projection(inputs))  # (b, w, *shape)

    def recall(self, inputs: Tensor) -> Tensor:
        term: Tensor = self.recall_input(inputs)  # (b, w, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        after: winograd.Activation = "relu" if self.relu_after_recall else "none"
        thought = conv_add_act(self.recall_thought, thought, recall, after)  # (b, w, *shape)
        thought = self.blocks(thought)  # (b, w, *shape)
        return thought

    def pieces(self) -> Chain:
        chain: list[Piece] = [Linear.of("recall", self.recall_thought), Recall()]
        if self.relu_after_recall:
            chain.append(Activation("recall.relu", "relu"))
        for index, block in enumerate(self.blocks):
            chain += cast("ResidualBlock", block).pieces(f"blocks.{index}")
        return chain

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits
