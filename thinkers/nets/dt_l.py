"""DT-L: Lipschitz-constrained deep thinking (Bear, Prügel-Bennett & Hare, NeurIPS 2024).

arXiv 2410.23451. Known from the paper: spectral normalisation of the convolutions inside G, ELU,
skips as learned interpolation with γ in (0, 1), batch norm only outside the recurrence, a bias in
the recall convolution. The authors' code is not public. **Our choices**, where our sources are
silent: the layer plan is DT-R's; γ is the sigmoid of one free number per channel and block; of
the recall convolution only the part on φ is constrained, since only it can expand a thought; an
ELU follows it; batch norm stands after F's convolution and after H's first.
"""

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import Activation, Chain, Linear, Recall, Residual
from thinkers.nets.config import require_even_width
from thinkers.nets.constraints import constraint
from thinkers.nets.convolution import conv, head_widths
from thinkers.nets.thinker import Thinker
from thinkers.problem import Signature


@dataclass(frozen=True)
class DTLConfig:
    """Settings of DT-L.

    Attributes:
        width: Channels of the thought, even, >= 2; the paper compares at 32.
        constraint: What holds the convolutions of the step: `spectral` (the paper's) or `none`.
        skip: γ at initialisation, 0 < skip < 1: how much of φ a block keeps (our choice).
    """

    width: int = 32
    constraint: str = "spectral"
    skip: float = 0.5

    def __post_init__(self) -> None:
        require_even_width(self.width)
        constraint(self.constraint)
        if not 0 < self.skip < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")


class InterpolatedBlock(nn.Module):
    """`γ φ + (1 - γ) f(φ)`, f two constrained convolutions, each followed by ELU.

    With f non-expansive and γ in (0, 1) the block is non-expansive, whatever γ is.
    """

    def __init__(self, axes: int, config: DTLConfig) -> None:
        super().__init__()
        width, constrain = config.width, constraint(config.constraint)
        self.first = constrain(conv(axes, width, width))
        self.second = constrain(conv(axes, width, width))
        start = torch.logit(torch.tensor(config.skip))
        self.skip = nn.Parameter(start * torch.ones(width, *[1] * axes))

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself."""
        hidden = functional.elu(self.first(thought))  # (b, w, *shape)
        hidden = functional.elu(self.second(hidden))  # (b, w, *shape)
        gamma = torch.sigmoid(self.skip)  # (w, 1[, 1])
        return gamma * thought + (1 - gamma) * hidden  # (b, w, *shape)

    def piece(self, name: str) -> Residual:
        """The block for a certificate."""
        body = [
            Linear.of("first", self.first),
            Activation("elu", "elu"),
            Linear.of("second", self.second),
            Activation("elu", "elu"),
        ]
        gamma = torch.sigmoid(self.skip).flatten()  # (w,)
        return Residual(name, body, keep=gamma, take=1 - gamma)


class DTL(Thinker):
    """The 2024 net: DT-R's plan with a step that is held near a contraction.

    The reshaped spectral norm proves nothing about the convolution itself: a trained net has no
    certificate, as a rule.
    """

    name = "dt-l"
    summary = "Lipschitz-constrained deep thinking, Bear et al. 2024"
    Config = DTLConfig
    layouts = frozenset({"sequence", "grid", "matrix"})

    def __init__(self, signature: Signature, config: DTLConfig) -> None:
        super().__init__(signature, config)
        axes, width, channels = signature.axes, config.width, signature.channels
        norm = nn.BatchNorm1d if axes == 1 else nn.BatchNorm2d
        first, second = head_widths(axes, width)
        self.projection = nn.Sequential(conv(axes, channels, width), norm(width), nn.ELU())
        self.recall_thought = constraint(config.constraint)(conv(axes, width, width))
        self.recall_input = conv(axes, channels, width, bias=True)
        self.blocks = nn.Sequential(
            InterpolatedBlock(axes, config), InterpolatedBlock(axes, config)
        )
        self.head = nn.Sequential(
            conv(axes, width, first),
            norm(first),
            nn.ELU(),
            conv(axes, first, second),
            nn.ELU(),
            conv(axes, second, signature.classes),
        )

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(inputs)  # (b, w, *shape)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        term: Tensor = self.recall_input(inputs)  # (b, w, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        thought = functional.elu(self.recall_thought(thought) + recall)  # (b, w, *shape)
        thought = self.blocks(thought)  # (b, w, *shape)
        return thought

    def pieces(self) -> Chain:
        blocks = [
            cast("InterpolatedBlock", block).piece(f"blocks.{index}")
            for index, block in enumerate(self.blocks)
        ]
        recall = Linear.of("recall", self.recall_thought)
        return [recall, Recall(), Activation("recall.elu", "elu"), *blocks]

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits
