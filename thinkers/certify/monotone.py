"""Interval enclosures of fixed points of order-preserving (monotone) steps.

A step of kernels without negative taps, increasing activations and non-negative weights keeps
the order: φ <= φ' at every cell gives G(φ) <= G(φ'). If `low <= G(low)` and `G(high) <= high`,
the two runs approach each other, and every fixed point between them stays between them.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from thinkers.certify.blocks import Residual
from thinkers.certify.iterate import iterate
from thinkers.certify.pieces import Activation, Chain, Linear, Recall, apply
from thinkers.errors import ConfigError


@dataclass(frozen=True, eq=False)
class Enclosure:
    """Bounds of every fixed point that lies between the two initial states.

    Attributes:
        low: `(b, c, *shape)`.
        high: The same shape.
    """

    low: Tensor
    high: Tensor

    @property
    def width(self) -> Tensor:
        """`(b, c, *shape)`: where it is small, what the thinker thinks there is final."""
        return self.high - self.low


def require_monotone(chain: Chain) -> None:
    """Raise ConfigError unless every piece keeps the order."""
    for piece in chain:
        if isinstance(piece, Residual):
            require_monotone(piece.body)
            negative = bool((piece.keep < 0).any() | (piece.take < 0).any())
        elif isinstance(piece, Linear):
            negative = piece.factor < 0 or bool((piece.kernel < 0).any())
        else:
            negative = not isinstance(piece, Activation | Recall)
        if negative:
            raise ConfigError(f"{piece.name} does not keep the order of thoughts")


def enclose(
    chain: Chain, recall: Tensor | None, low: Tensor, high: Tensor, iterations: int
) -> Enclosure:
    """Iterate the step on both bounds; the step's own rounding is not covered.

    Args:
        chain: The step's pieces, all order-preserving.
        recall: What the step recalls of the input.
        low: A thought that the step does not lower anywhere, such as a bounded activation's least
            value at every cell.
        high: A thought above it that the step does not raise anywhere.
        iterations: >= 1.

    Raises:
        ConfigError: A piece does not keep the order, or the starts enclose nothing.
    """
    require_monotone(chain)
    with torch.no_grad():
        first, last = apply(chain, low, recall), apply(chain, high, recall)
        if not bool(((low <= first) & (first <= last) & (last <= high)).all()):
            raise ConfigError("expected low <= step(low) and step(high) <= high")
        step = lambda thought: apply(chain, thought, recall)  # noqa: E731
        return Enclosure(*(iterate(step, each, iterations - 1) for each in (first, last)))
