"""Nonexpansive layers: maps of Lipschitz constant 1, for contractions by construction.

In exact arithmetic each is 1-Lipschitz in l2 at every size. A matrix rounded to float32 is not
quite orthogonal; `ROUNDING` is set aside for that.
"""

from collections.abc import Callable, Sequence
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import parametrize

from thinkers.certify import Chain, KnownLipschitz, Linear, Piece, Recall
from thinkers.nets.blocks import activation_piece
from thinkers.nets.kernels.activation import maxmin
from thinkers.nets.parametrisations import Capped, Orthogonal

Move = Callable[[Tensor], Tensor]
"""A linear map of `(b, w, *shape)` to itself that stretches nothing, at any size."""

ROUNDING = 1e-5
"""Set aside for the rounding of a matrix of norm 1 to float32, which adds 2^-24 √w at most."""


MATRICES: dict[str, type[nn.Module]] = {"orthogonal": Orthogonal, "capped": Capped}
"""What the matrices of a layer may be: `orthogonal` ones forget nothing, `capped` ones may."""


def shifted(thought: Tensor, distance: int) -> Tensor:
    """Move channels of `(b, w, *shape)` by `distance` both ways along every axis, zeros entering.

    Half of the channels stay; the others are shared out among the directions. What moves across
    the border is lost, so the norm can only shrink (a partial isometry). Parts as in LipNeXt
    (arXiv 2601.18513).
    """
    axes = thought.ndim - 2
    share = thought.shape[1] // (4 * axes)
    parts = list(thought.split([thought.shape[1] - 2 * axes * share, *[share] * (2 * axes)], 1))
    for axis in range(axes):
        reach = min(distance, thought.shape[2 + axis])
        before = [0, 0] * (axes - 1 - axis)
        for part, way in ((2 * axis + 1, reach), (2 * axis + 2, -reach)):
            parts[part] = functional.pad(parts[part], [*before, way, -way])  # (b, share, *shape)
    return torch.cat(parts, 1)  # (b, w, *shape)


def turned(thought: Tensor) -> Tensor:
    """Permutation-equivariant orthogonal mixing of the channels of pairs, `(b, w, n, n)`.

    Half of the channels stay; a quarter is transposed; an eighth is reflected at the mean of its
    row, `2 mean - φ`, an eighth at that of its column. Each is orthogonal at every n.
    """
    width = thought.shape[1]
    eighth = width // 8
    stay, swap, row, column = thought.split([width - 4 * eighth, 2 * eighth, eighth, eighth], 1)
    rows = 2 * row.mean(3, keepdim=True) - row  # (b, w / 8, n, n)
    columns = 2 * column.mean(2, keepdim=True) - column  # (b, w / 8, n, n)
    return torch.cat([stay, swap.mT, rows, columns], 1)  # (b, w, n, n)


def _of_layer(terms: Tensor, layer: int) -> Tensor:
    """One layer's c of `(b, layers, w, *shape)`."""
    return terms[:, layer]  # (b, w, *shape)


class Layers(nn.Module):
    """`φ ← K T(φ)`; T is a chain of layers `φ ← maxmin(Q move(φ) + c)`, ‖Q‖ = 1.

    Proven: in l2, at every size, it is K-Lipschitz in φ with the weights that are used, as
    rounded, its sums and products taken as exact. The rounding of a step is not covered.
    """

    def __init__(
        self, width: int, moves: Sequence[Move], contraction: float, matrices: str = "orthogonal"
    ) -> None:
        super().__init__()
        self.moves, self.contraction = moves, contraction
        self.factor = contraction / (1 + ROUNDING) ** len(moves)
        self.mix = nn.Parameter(torch.randn(len(moves), width, width) / width**0.5)
        parametrize.register_parametrization(self, "mix", MATRICES[matrices]())

    def forward(self, thought: Tensor, terms: Tensor) -> Tensor:
        """Map `(b, w, *shape)` to itself, given every layer's c, `(b, layers, w, *shape)`."""
        shape = thought.shape
        for layer, move in enumerate(self.moves):
            moved = move(thought).flatten(2)  # (b, w, cells)
            mixed = (self.mix[layer] @ moved).view(shape)  # (b, w, *shape)
            thought = maxmin(mixed + terms[:, layer])  # (b, w, *shape)
        return self.factor * thought  # (b, w, *shape)

    def pieces(self, reach: Sequence[float]) -> Chain:
        """The layers for a certificate, given how many cells each move looks away."""
        chain: list[Piece] = []
        for layer, (move, far) in enumerate(zip(self.moves, reach, strict=True)):
            chain += [
                KnownLipschitz(
                    f"layers.{layer}.move", 1.0, "keeps or drops parts of a thought", move, far
                ),
                Linear(f"layers.{layer}.mix", self.mix[layer], budget=1 + ROUNDING),
                Recall(f"layers.{layer}.recall", partial(_of_layer, layer=layer)),
                activation_piece(f"layers.{layer}.maxmin", "maxmin"),
            ]
        factor = self.factor
        chain.append(KnownLipschitz("factor", factor, "a number", lambda thought: factor * thought))
        return chain
