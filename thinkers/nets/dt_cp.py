"""DT-CP: gradient steps of a convex potential, a contraction by construction.

The block is the convex-potential layer of Meunier, Delattre, Araujo & Allauzen (ICML 2022, arXiv
2110.12690), 1-Lipschitz for a kernel of norm at most 1. That it makes a recurrent step, with the
input let in through biases and one strict factor K, is ours.
"""

from dataclasses import dataclass
from functools import partial
from typing import cast

from torch import Tensor, nn
from torch.nn import functional

from thinkers.certify import Chain, ConvexPotential, KnownLipschitz, Piece, Recall
from thinkers.nets.blocks import conv, relu_head
from thinkers.nets.config import require_contraction, require_even_width
from thinkers.nets.constraints import PROVEN, constraint, head_upper
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature

WIDENING = 2
"""Hidden channels of a block for each channel of the thought."""


@dataclass(frozen=True)
class DTCPConfig:
    """Settings of DT-CP.

    Attributes:
        width: Channels of the thought, even, >= 2.
        blocks: Potentials that a step goes down one after the other, >= 1.
        contraction: K, the proven Lipschitz constant of the step, 0 < K < 1.
        constraint: What holds the kernels: `certified`, `certified-clip` or `row-scaled` (SLL).
    """

    width: int = 32
    blocks: int = 2
    contraction: float = 0.99
    constraint: str = "certified"

    def __post_init__(self) -> None:
        require_even_width(self.width)
        require_contraction(self.contraction)
        if self.constraint not in PROVEN:
            raise ValueError(f"expected one of {', '.join(sorted(PROVEN))}, got {self.constraint}")
        if self.blocks < 1:
            raise ValueError(f"expected blocks >= 1, got {self.blocks}")


class PotentialBlock(nn.Module):
    """`φ - 2 Wᵀ relu(W φ + c)`, ‖W‖ <= 1.

    A gradient step of length 2 on the convex `E(φ) = Σ relu(W φ + c)² / 2`, which is 1-smooth:
    E never grows, and no two thoughts move apart. Its Jacobian is `I - 2 Wᵀ D W`, D of zeros and
    ones, with eigenvalues in [1 - 2‖W‖², 1].
    """

    def __init__(self, axes: int, width: int, held_by: str = "certified") -> None:
        super().__init__()
        self.axes = axes
        self.into = constraint(held_by)(conv(axes, width, WIDENING * width))

    def forward(self, thought: Tensor, term: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself, given c, `(b, 2w, *shape)`."""
        back = functional.conv_transpose1d if self.axes == 1 else functional.conv_transpose2d
        hidden = functional.relu(self.into(thought) + term)  # (b, 2w, *shape)
        kernel: Tensor = self.into.weight  # type: ignore[assignment]
        return thought - 2 * back(hidden, kernel, padding=1)  # (b, w, *shape)


class DTCP(Thinker):
    """`φ ← T(K φ + V x)`, T a chain of convex-potential blocks.

    Proven: in l2, at every size, the step with the weights that are used is K-Lipschitz in the
    thought, its sums and products taken as exact. Rounding in a step is not covered.
    """

    name = "dt-cp"
    summary = "steps down convex potentials, a proven contraction (ours)"
    Config = DTCPConfig
    layouts = frozenset({"sequence", "grid"})

    def __init__(self, signature: Signature, config: DTCPConfig) -> None:
        super().__init__(signature, config)
        axes, width, channels = signature.axes, config.width, signature.channels
        self.contraction = config.contraction
        self.widths = [width, *[WIDENING * width] * config.blocks]
        self.projection = conv(axes, channels, width)
        self.recall_input = conv(axes, channels, sum(self.widths), bias=True)
        self.blocks = nn.ModuleList(
            PotentialBlock(axes, width, config.constraint) for _ in range(config.blocks)
        )
        self.head = relu_head(axes, width, signature.classes)

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(inputs)  # (b, w, *shape)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        term: Tensor = self.recall_input(inputs)  # (b, w + 2w blocks, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        first, *terms = recall.split(self.widths, 1)  # (b, w, *shape), then (b, 2w, *shape) each
        thought = self.contraction * thought + first  # (b, w, *shape)
        for block, term in zip(self.blocks, terms, strict=True):
            thought = block(thought, term)  # (b, w, *shape)
        return thought

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits

    def pieces(self) -> Chain:
        factor, widths = self.contraction, self.widths
        chain: list[Piece] = [
            KnownLipschitz("factor", factor, "a number", lambda thought: factor * thought),
            Recall(pick=lambda terms: terms[:, : widths[0]]),
        ]
        for index, block in enumerate(self.blocks):
            kernel = cast("Tensor", cast("PotentialBlock", block).into.weight)
            part = partial(_part, widths=widths, index=index + 1)
            chain.append(ConvexPotential(f"blocks.{index}", kernel, pick=part))
        return chain

    def readout_lipschitz(self) -> float:
        return head_upper(self.head)


def _part(terms: Tensor, widths: list[int], index: int) -> Tensor:
    """The part of the recall term that one block takes."""
    parts: tuple[Tensor, ...] = terms.split(widths, 1)  # (b, w or 2w, *shape) each
    return parts[index]
