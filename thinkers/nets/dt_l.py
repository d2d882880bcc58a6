"""DT-L: Lipschitz-constrained deep thinking (Bear, Prügel-Bennett & Hare, NeurIPS 2024).

arXiv 2410.23451. Known from the paper: spectral normalisation of the convolutions inside G, ELU,
skips as learned interpolation with γ in (0, 1), batch norm only outside the recurrence, a bias in
the recall convolution. The authors' code is not public. **Our choices**, where our sources are
silent: the layer plan is DT-R's; γ is the sigmoid of one free number per channel and block; of
the recall convolution only the part on φ is constrained, since only it can expand a thought; an
ELU follows it; batch norm stands after F's convolution and after H's first.

The paper's constraint proves nothing. Under a `certified` one, which is ours, the step is a proven
contraction: every convolution has a norm of at most 1, γ is one number per block, and the
recall's part on φ is multiplied by K.
"""

from dataclasses import dataclass
from math import prod
from typing import cast

import torch
from torch import Tensor, nn

from thinkers.nets.activation import elu
from thinkers.nets.config import require_contraction, require_even_width
from thinkers.nets.constraints import PROVEN, constraint, norm_upper
from thinkers.nets.convolution import conv, head_widths
from thinkers.nets.thinker import Thinker
from thinkers.problem import Signature


@dataclass(frozen=True)
class DTLConfig:
    """Settings of DT-L.

    Attributes:
        width: Channels of the thought, even, >= 2; the paper compares at 32.
        constraint: What holds the convolutions of the step: `spectral` (the paper's), `none`,
            `certified` (norm 1), `certified-clip` or `row-scaled` (norm at most 1).
        skip: γ at initialisation, 0 < skip < 1: how much of φ a block keeps (our choice).
        contraction: K, 0 < K < 1, the step's proven constant under those last three; under
            the others it is not used.
    """

    width: int = 32
    constraint: str = "spectral"
    skip: float = 0.5
    contraction: float = 0.99

    def __post_init__(self) -> None:
        require_even_width(self.width)
        require_contraction(self.contraction)
        constraint(self.constraint)
        if not 0 < self.skip < 1:
            raise ValueError(f"expected 0 < skip < 1, got {self.skip}")

    @property
    def proven(self) -> bool:
        """Whether the constraint bounds the convolutions."""
        return self.constraint in PROVEN


class InterpolatedBlock(nn.Module):
    """`γ φ + (1 - γ) f(φ)`, f two constrained convolutions, each followed by ELU.

    With f non-expansive and one γ for all channels the block is non-expansive, whatever γ is. With
    one for each channel it is not: `(φ₁, φ₁)` may come of `(φ₁, 0)`, and that is √2 as long.
    """

    def __init__(self, axes: int, config: DTLConfig) -> None:
        super().__init__()
        width, constrain = config.width, constraint(config.constraint)
        self.first = constrain(conv(axes, width, width))
        self.second = constrain(conv(axes, width, width))
        start = torch.logit(torch.tensor(config.skip))
        self.skip = nn.Parameter(start * torch.ones(1 if config.proven else width, *[1] * axes))

    def forward(self, thought: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself."""
        hidden = elu(self.first(thought))  # (b, w, *shape)
        hidden = elu(self.second(hidden))  # (b, w, *shape)
        gamma = torch.sigmoid(self.skip)  # (w or 1, 1[, 1])
        return torch.lerp(hidden, thought, gamma)  # (b, w, *shape)

    def lipschitz(self) -> float:
        """A proven bound under a `certified` constraint; 1 but for rounding."""
        return max(1.0, norm_upper(self.first) * norm_upper(self.second))


class DTL(Thinker):
    """The 2024 net: DT-R's plan with a step that is held near a contraction.

    `lipschitz()` is None under the paper's constraint: the reshaped spectral norm proves nothing
    about the convolution itself. A `certified` one proves K, and costs much in learning: DT-OS and
    DT-CP are proven too, and learn.
    """

    name = "dt-l"
    summary = "Lipschitz-constrained deep thinking, Bear et al. 2024"
    Config = DTLConfig
    layouts = frozenset({"sequence", "grid", "matrix"})

    def __init__(self, signature: Signature, config: DTLConfig) -> None:
        super().__init__(signature, config)
        axes, width, channels = signature.axes, config.width, signature.channels
        self.proven = config.proven
        self.factor = config.contraction if config.proven else 1.0
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
        kept = self.recall_thought(thought)  # (b, w, *shape)
        if self.factor != 1:
            kept = self.factor * kept  # (b, w, *shape)
        thought = elu(kept.add_(recall))  # (b, w, *shape)
        thought = self.blocks(thought)  # (b, w, *shape)
        return thought

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits

    def lipschitz(self) -> float | None:
        if not self.proven:
            return None
        blocks = [cast("InterpolatedBlock", block).lipschitz() for block in self.blocks]
        return self.factor * max(1.0, norm_upper(self.recall_thought)) * prod(blocks)
