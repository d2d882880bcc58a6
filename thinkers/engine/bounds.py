"""Error bounds of a hidden state: its distance from the fixed point, and which choices are final.

Banach's a-posteriori bound: for a K-contraction G with fixed point φ* and any φ, however it was
reached, `‖G(φ) - φ*‖ <= K / (1 - K) ‖G(φ) - φ‖`. With a readout that is L-Lipschitz, the choice
at a position is final when its score exceeds every other by more than `√2 L` times that bound.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Self

import torch
from torch import Tensor

from thinkers.certify import contradicts, disagreement
from thinkers.certify.consistency import TOLERANCE
from thinkers.errors import ModelError
from thinkers.nets import Thinker
from thinkers.nets.unconstrained import unconstrained

ROUNDING = 2.0**-22
"""What rounding two scores to float32 takes of their margin at most, as a share of the larger."""


@dataclass(frozen=True)
class ErrorBound:
    """A proven bound of the distance between the hidden state of an answer and the fixed point.

    Attributes:
        contraction: K, the proven Lipschitz constant of the step, below 1.
        distance: ε >= ‖φ - φ*‖₂ for the hidden state φ, in its own units.
        final: Share of the positions whose choice no further iteration can change, 0 to 1.
    """

    contraction: float
    distance: float
    final: float


@dataclass(frozen=True)
class LipschitzBounds:
    """Proven Lipschitz constants of a thinker's step and readout in l2, and the bounds they give.

    Attributes:
        contraction: K of the step, 0 <= K < 1.
        readout: L of the readout; None where none is proven.
    """

    contraction: float
    readout: float | None

    @classmethod
    def of(cls, thinker: Thinker) -> Self | None:
        """Those of a thinker; None where no contraction is proven. Proven once for its weights."""
        contraction = thinker.memoised(thinker.lipschitz)
        if contraction is None or contraction >= 1:
            return None
        return cls(contraction, thinker.memoised(thinker.readout_lipschitz))

    def distance(self, residual: Tensor) -> Tensor:
        """`(b,)` bounds of ‖G(φ) - φ*‖, given ‖G(φ) - φ‖."""
        return self.contraction / (1 - self.contraction) * residual

    def final(self, logits: Tensor, distance: Tensor, mask: Tensor | None) -> Tensor:
        """`(b,)` share of the masked positions whose choice no further iteration can change.

        Args:
            logits: `(b, classes, *shape)` read at G(φ), in the precision of the answer.
            distance: `(b,)` bounds of ‖G(φ) - φ*‖.
            mask: `(b, *shape)` bool; None for all.
        """
        if self.readout is None or logits.shape[1] < 2:
            return torch.zeros_like(distance)
        every = torch.ones_like(logits[:, 0], dtype=torch.bool)  # (b, *shape)
        counted = (every if mask is None else mask).flatten(1)  # (b, cells)
        best = logits.flatten(2).topk(2, dim=1).values.double()  # (b, 2, cells)
        rounding = ROUNDING * best.abs().amax(1)  # (b, cells)
        margin = best[:, 0] - best[:, 1] - rounding  # (b, cells)
        stays = margin > sqrt(2) * self.readout * distance.unsqueeze(1)  # (b, cells)
        share: Tensor = (stays & counted).sum(1) / counted.sum(1).clamp(min=1)  # (b,)
        return share


def verify_bounds(thinker: Thinker, bounds: LipschitzBounds, inputs: Tensor) -> None:
    """Check the claimed bounds against the step itself; done once for the thinker's weights.

    Its pieces must give the step; without pieces, the step must not stretch more than is claimed.

    Args:
        thinker: Whose bounds they are.
        bounds: What is claimed.
        inputs: `(b, channels, *shape)`, of which the first is thought about.

    Raises:
        ModelError: The step contradicts them.
    """

    def fault() -> str:
        with thinker.cached_weights():
            chain, first = thinker.pieces(), inputs[:1]
            recall, thought = thinker.recall(first), thinker.embed(first)
            step = lambda thought: thinker.step(thought, recall)  # noqa: E731
            if chain is None:
                least = contradicts(step, thought, bounds.contraction)
                return "" if least is None else f"its step stretches by {least:.3g}"
            apart = disagreement(chain, step, recall, thought)
            return "" if apart <= TOLERANCE else f"its pieces() describe another step ({apart:.2g})"

    found = thinker.memoised(fault)
    if found:
        raise ModelError(
            f"the thinker {thinker.name} claims to contract by {bounds.contraction:.6g}, "
            f"but {found}: nothing is proven about it",
            "this is a fault of the thinker; `thinkers check-plugin` tells more",
        )


def in_float64(thinker: Thinker) -> Thinker:
    """A float64 copy of a thinker, with its constrained weights at their present values."""
    return unconstrained(thinker).double().eval()
