"""Spectral caps: after each step of Muon, singular values of free kernels are lowered to a cap.

As maps of the weights, not as constraints: the loss does not see them. Kernels are taken as their
`(co, ci·taps)` matrices, so a cap is one of the reshaped norm.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor, nn

from thinkers.certify import Chain, Linear, Residual
from thinkers.errors import ConfigError
from thinkers.nets import Thinker
from thinkers.nets.parametrisations import CappedMap

MAX_LOWERED = 81 / 62
"""How far above its limit the soft cap reaches: where x, below, is 1/3."""

HALVINGS = 60

SLACK = 1e-6
"""What rounding may have added to a singular value, relative to the limit."""


@dataclass(frozen=True)
class Cap:
    """A limit of singular values.

    Attributes:
        most: The limit, > 0.
        soft: Whether to hold it by `soft_cap`, else by singular values.
    """

    most: float
    soft: bool = False

    def require_reach(self, longest: float) -> None:
        """Raise ConfigError for a soft cap after steps of a norm up to `longest`, if too long."""
        room = (MAX_LOWERED - 1 - 2 * SLACK) * self.most
        if self.soft and longest > room:
            raise ConfigError(
                f"a step of norm {longest:.3g} is too long for a soft cap of {self.most:g}, which "
                f"takes up to {room:.3g}", "lower learning_rate, or set cap_by = 'svd'",
            )  # fmt: skip

    def lower(self, weight: Tensor) -> Tensor:
        """The weight with its singular values lowered to the limit."""
        capped: Tensor = CappedMap(self.most)(weight)
        return capped

    def lower_after(self, weight: Tensor, longest: float) -> Tensor:
        """A weight that was under the limit, and moved by a step of at most that norm."""
        if not self.soft:
            return self.lower(weight)
        before = (self.most + longest) * (1 + SLACK)
        return soft_cap(weight.flatten(1), self.most, before).view_as(weight)


def soft_cap(matrix: Tensor, most: float, before: float) -> Tensor:
    """`(m, n)` with singular values up to `before`, lowered to `most` by products alone.

    `s ← s - α s³`, then `s ← s + α s³` (Newhouse et al. 2025, arXiv 2507.13338), which comes to
    `s (1 - 3 x² + 3 x³ - x⁴)`, x = α s². Its slope `1 - 15 x² + 21 x³ - 9 x⁴` is positive up to
    x = 1/3 (ours), so with the α that takes `before` to `most` none ends above; those that are
    smaller shrink a little too.

    Args:
        matrix: With singular values of at most `before`: taken on trust.
        most: The limit.
        before: From `most` to `MAX_LOWERED` times `most`.
    """
    alpha = _root(most / before) / before**2
    tall = len(matrix) > matrix.shape[1]
    x = matrix.T if tall else matrix  # (r, c), r <= c
    x = x - alpha * (x @ x.T) @ x
    x = x + alpha * (x @ x.T) @ x
    return x.T if tall else x  # (m, n)


def _root(share: float) -> float:
    """The x in [0, 1/3] at which `1 - 3 x² + 3 x³ - x⁴` is a share, 62/81 <= share <= 1."""
    low, high = 0.0, 1 / 3
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = 1 - 3 * middle**2 + 3 * middle**3 - middle**4
        low, high = (middle, high) if found > share else (low, middle)
    return high


def free_kernels(thinker: Thinker) -> list[Tensor]:
    """The kernels and matrices of a step that are weights themselves: what a cap may hold.

    Raises:
        ConfigError: There is none, or the step has no description.
    """
    chain = thinker.pieces()
    if chain is None:
        raise ConfigError(
            f"cap holds the maps of a step, and {thinker.name} does not describe its step",
            "leave out optimizer.cap",
        )
    found: list[Tensor] = [kernel for kernel in _kernels(chain) if isinstance(kernel, nn.Parameter)]
    if not found:
        raise ConfigError(
            f"cap means nothing for this {thinker.name}, whose constraint holds all of its step",
            "leave out optimizer.cap, or set config.constraint = 'none'",
        )
    return found


def _kernels(chain: Chain) -> Iterator[Tensor]:
    for piece in chain:
        if isinstance(piece, Residual):
            yield from _kernels(piece.body)
        elif isinstance(piece, Linear):
            yield piece.kernel
