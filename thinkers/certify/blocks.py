"""Pieces that are made of other pieces: residual blocks, and steps down a convex potential."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from thinkers.certify.bracket import Bracket, conv_norm_exact
from thinkers.certify.pieces import SLOPED, Chain, Linear, Piece, apply, product, reach


@dataclass(frozen=True, eq=False)
class Residual(Piece):
    """`keep · φ + take · body(φ)`, each weight one number a channel.

    Attributes:
        body: The transformed branch.
        keep: `(w,)` or a scalar.
        take: `(w,)` or a scalar.
    """

    name: str
    body: Chain
    keep: Tensor
    take: Tensor

    @property
    def reach(self) -> float:  # type: ignore[override]
        """That of the branch."""
        return reach(self.body)

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The weighted sum."""
        weights = (-1, *[1] * (thought.ndim - 2))
        branch = apply(self.body, thought, recall)
        keep, take = (each.to(thought).view(weights) for each in (self.keep, self.take))
        return keep * thought + take * branch

    def bound(self) -> float:
        """`max|keep| + max|take| · product(body)`."""
        return _largest(self.keep) + _largest(self.take) * product(self.body)


@dataclass(frozen=True, eq=False)
class ConvexPotential(Piece):
    """`φ - 2 Vᵀ s(V φ + c)`, V the kernel (Meunier et al. 2022; Araujo et al. 2023 scale V).

    Its Jacobian `I - 2 Vᵀ S V`, S diagonal in [0, 1], is symmetric with eigenvalues in
    [1 - 2‖V‖², 1]: non-expansive at every size when ‖V‖ <= 1.

    Attributes:
        kernel: V, `(hidden, w, *k)`, odd sizes, zero padding.
        kind: s, of `SLOPED`.
        pick: c, the part of the recall term that is added inside.
    """

    name: str
    kernel: Tensor
    kind: str = "relu"
    pick: Callable[[Tensor], Tensor] | None = None

    @property
    def reach(self) -> float:  # type: ignore[override]
        """Back and forth through the kernel."""
        return 2 * (max(self.kernel.shape[2:], default=1) // 2)

    def apply(self, thought: Tensor, recall: Tensor | None) -> Tensor:
        """The step down the potential."""
        hidden = Linear(self.name, self.kernel).apply(thought, None)
        if recall is not None and self.pick is not None:
            hidden = hidden + self.pick(recall)
        back = self.kernel.transpose(0, 1).flip(list(range(2, self.kernel.ndim)))
        return thought - 2 * Linear(self.name, back).apply(SLOPED[self.kind](hidden), None)

    def norm(self) -> Bracket:
        """Proven bounds of the norm of V."""
        return conv_norm_exact(self.kernel)

    def bound(self) -> float:
        """`max(1, 2‖V‖² - 1)`."""
        return max(1.0, 2 * self.norm().high ** 2 - 1)


def _largest(weights: Tensor) -> float:
    return float(weights.detach().double().abs().max())
