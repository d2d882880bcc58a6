"""DT-OS: orthogonal maps and shifts, a contraction by construction. Our own architecture.

The parts are LipNeXt's (arXiv 2601.18513): orthogonal 1x1 maps, channels shifted along the axes,
a norm-preserving activation (MaxMin, Anil, Lucas & Grosse 2019). That they make a recurrent step,
with the input let in at each layer and one strict factor K, is ours.
"""

from dataclasses import dataclass
from math import prod

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from thinkers.certify import dense_norm_exact
from thinkers.errors import ConfigError
from thinkers.nets.config import require_contraction, require_even_width
from thinkers.nets.convolution import conv, relu_head
from thinkers.nets.orthogonal import ROUNDING, Orthogonal, maxmin, shifted
from thinkers.nets.thinker import Thinker
from thinkers.problem import Signature


@dataclass(frozen=True)
class DTOSConfig:
    """Settings of DT-OS.

    Attributes:
        width: Channels of the thought, even, >= 4 for each axis of the problem.
        shifts: How far each layer of the step moves its channels, each >= 1.
        contraction: K, the proven Lipschitz constant of the step, 0 < K < 1.
    """

    width: int = 32
    shifts: tuple[int, ...] = (1, 1, 1, 1)
    contraction: float = 0.99

    def __post_init__(self) -> None:
        require_even_width(self.width)
        require_contraction(self.contraction)
        if not self.shifts or min(self.shifts) < 1:
            raise ValueError(f"expected shifts, each >= 1, got {list(self.shifts)}")


class DTOS(Thinker):
    """`φ ← K T(φ)`; T is a chain of layers `φ ← maxmin(Q shift(φ) + U x + b)`, Q orthogonal.

    Proven: in l2, at every size, the step with the float32 weights that are used is K-Lipschitz
    in the thought, its sums and products taken as exact. Rounding in a step is not covered.
    One iteration sees as far as the shifts add up to, and what it sees fades by K.
    """

    name = "dt-os"
    summary = "orthogonal maps and shifts, a proven contraction (ours)"
    Config = DTOSConfig
    layouts = frozenset({"sequence", "grid"})

    def __init__(self, signature: Signature, config: DTOSConfig) -> None:
        super().__init__(signature, config)
        axes, width, layers = signature.axes, config.width, len(config.shifts)
        if width < 4 * axes:
            raise ConfigError(f"expected width >= {4 * axes}, got {width}")
        self.shifts, self.contraction = config.shifts, config.contraction
        self.factor = config.contraction / (1 + ROUNDING) ** layers
        self.projection = conv(axes, signature.channels, width)
        self.recall_input = conv(axes, signature.channels, layers * width, bias=True)
        self.mix = nn.Parameter(torch.randn(layers, width, width) / width**0.5)
        parametrize.register_parametrization(self, "mix", Orthogonal())
        self.head = relu_head(axes, width, signature.classes)

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(inputs)  # (b, w, *shape)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        layered = nn.Unflatten(1, (len(self.shifts), -1))
        term: Tensor = layered(self.recall_input(inputs))  # (b, layers, w, *shape)
        return term

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        assert recall is not None
        shape = thought.shape
        for layer, distance in enumerate(self.shifts):
            moved = shifted(thought, distance).flatten(2)  # (b, w, cells)
            mixed = (self.mix[layer] @ moved).view(shape)  # (b, w, *shape)
            thought = maxmin(mixed + recall[:, layer])  # (b, w, *shape)
        return self.factor * thought  # (b, w, *shape)

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits

    def lipschitz(self) -> float:
        """K; or the larger product of the matrices as rounded, were they ever worse than that."""
        norms = [dense_norm_exact(matrix).high for matrix in self.mix]
        return max(self.contraction, self.factor * prod(norms))
