"""DT-OS: orthogonal maps and shifts, a contraction by construction. Our own architecture.

The parts are LipNeXt's (arXiv 2601.18513): orthogonal 1x1 maps, channels shifted along the axes,
a norm-preserving activation (MaxMin, Anil, Lucas & Grosse 2019). That they make a recurrent step,
with the input let in at each layer and one strict factor K, is ours.
"""

from dataclasses import dataclass
from functools import partial

from torch import Tensor, nn

from thinkers.certify import Chain
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.nets.blocks import conv, relu_head
from thinkers.nets.config import require_contraction, require_even_width
from thinkers.nets.constraints import head_upper
from thinkers.nets.nonexpansive import MATRICES, Layers, shifted
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature


@dataclass(frozen=True)
class DTOSConfig:
    """Settings of DT-OS.

    Attributes:
        width: Channels of the thought, even, >= 4 for each axis of the problem.
        shifts: How far each layer of the step moves its channels, each >= 1.
        contraction: K, the proven Lipschitz constant of the step, 0 < K < 1.
        matrices: `orthogonal`, or `capped`: singular values of at most 1, which may forget.
    """

    width: int = 32
    shifts: tuple[int, ...] = (1, 1, 1, 1)
    contraction: float = 0.99
    matrices: str = "orthogonal"

    def __post_init__(self) -> None:
        require_even_width(self.width)
        require_contraction(self.contraction)
        if self.matrices not in MATRICES:
            raise UnknownNameError("kind of matrices", self.matrices, MATRICES)
        if not self.shifts or min(self.shifts) < 1:
            raise ValueError(f"expected shifts, each >= 1, got {list(self.shifts)}")


class DTOS(Thinker):
    """A chain of layers `maxmin(Q shift(φ) + U x + b)`, Q orthogonal, times K.

    K is proven in l2 at every size (see `Layers`). One iteration sees as far as the
    shifts add up to, and what it sees fades by K: no strict contraction sees arbitrarily far.
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
        self.projection = conv(axes, signature.channels, width)
        self.recall_input = nn.Sequential(
            conv(axes, signature.channels, layers * width, bias=True),
            nn.Unflatten(1, (layers, width)),
        )
        self.shifts = config.shifts
        moves = [partial(shifted, distance=distance) for distance in config.shifts]
        self.layers = Layers(width, moves, config.contraction, config.matrices)
        self.head = relu_head(axes, width, signature.classes)

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(inputs)  # (b, w, *shape)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        terms: Tensor = self.recall_input(inputs)  # (b, layers, w, *shape)
        return terms

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        thought = self.layers(thought, recall)  # (b, w, *shape)
        return thought

    def readout(self, thought: Tensor) -> Tensor:
        logits: Tensor = self.head(thought)  # (b, classes, *shape)
        return logits

    def pieces(self) -> Chain:
        return self.layers.pieces(self.shifts)

    def readout_lipschitz(self) -> float:
        return head_upper(self.head)
