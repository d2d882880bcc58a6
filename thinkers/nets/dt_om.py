"""DT-OM: DT-OS for matrices, equivariant under renumbering, a contraction by construction. Ours.

In place of shifts, ways to mix pairs of cities that are orthogonal at every n and do not see how
cities are numbered. DT-M's pools and paths are not in the step: the maximum of a row and a
product of two thoughts stretch l2 by factors that grow with n or with the thought.
"""

from dataclasses import dataclass
from math import inf, sqrt

import torch
from torch import Tensor, nn

from thinkers.certify import Chain
from thinkers.errors import UnknownNameError
from thinkers.nets.config import require_contraction
from thinkers.nets.constraints import head_upper
from thinkers.nets.nonexpansive import MATRICES, Layers, turned
from thinkers.nets.thinker import Thinker
from thinkers.problems.signature import Signature


@dataclass(frozen=True)
class DTOMConfig:
    """Settings of DT-OM.

    Attributes:
        width: Features of each pair, a multiple of 8.
        layers: Layers of a step, >= 1.
        contraction: K, the proven Lipschitz constant of the step, 0 < K < 1.
        matrices: `orthogonal`, or `capped`: singular values of at most 1, which may forget.
    """

    width: int = 48
    layers: int = 4
    contraction: float = 0.95
    matrices: str = "orthogonal"

    def __post_init__(self) -> None:
        require_contraction(self.contraction)
        if self.matrices not in MATRICES:
            raise UnknownNameError("kind of matrices", self.matrices, MATRICES)
        if self.width < 8 or self.width % 8:
            raise ValueError(f"expected a width that is a multiple of 8, got {self.width}")
        if self.layers < 1:
            raise ValueError(f"expected layers >= 1, got {self.layers}")


class DTOM(Thinker):
    """Hidden states are `(b, w, n, n)`; the step is permutation-equivariant, for every n.

    K is proven in l2 at every n (see `Layers`): thinking settles on one
    thought, whatever it starts from. It says nothing about how good the tour is.
    """

    name = "dt-om"
    summary = "orthogonal maps on a matrix, a proven contraction (ours)"
    Config = DTOMConfig
    layouts = frozenset({"matrix"})

    def __init__(self, signature: Signature, config: DTOMConfig) -> None:
        super().__init__(signature, config)
        width, layers = config.width, config.layers
        seen = 6 * signature.channels
        self.projection = nn.Conv2d(seen, width, 1)
        self.recall_input = nn.Sequential(
            nn.Conv2d(seen, 2 * width, 1),
            nn.ELU(),
            nn.Conv2d(2 * width, layers * width, 1),
            nn.Unflatten(1, (layers, width)),
        )
        self.layers = Layers(width, [turned] * layers, config.contraction, config.matrices)
        self.head = nn.Sequential(
            nn.Conv2d(2 * width, width, 1), nn.ELU(), nn.Conv2d(width, signature.classes, 1)
        )

    def embed(self, inputs: Tensor) -> Tensor:
        thought: Tensor = self.projection(_seen(inputs))  # (b, w, n, n)
        return thought

    def recall(self, inputs: Tensor) -> Tensor:
        terms: Tensor = self.recall_input(_seen(inputs))  # (b, layers, w, n, n)
        return terms

    def step(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        thought = self.layers(thought, recall)  # (b, w, n, n)
        return thought

    def readout(self, thought: Tensor) -> Tensor:
        both = torch.cat([thought, thought.mT], 1)  # (b, 2w, n, n)
        logits: Tensor = self.head(both)  # (b, classes, n, n)
        return logits

    def pieces(self) -> Chain:
        return self.layers.pieces([inf] * len(self.layers.moves))

    def readout_lipschitz(self) -> float:
        """√2 for reading each pair both ways, times the norms of the two maps; ELU adds nothing."""
        return sqrt(2) * head_upper(self.head)


def _seen(inputs: Tensor) -> Tensor:
    """Each pair with its transpose and the means and maxima of its row and column."""
    pools = [
        pooled.expand_as(inputs)
        for axis in (2, 3)
        for pooled in (inputs.mean(axis, keepdim=True), inputs.amax(axis, keepdim=True))
    ]
    return torch.cat([inputs, inputs.mT, *pools], 1)  # (b, 6 channels, n, n)
