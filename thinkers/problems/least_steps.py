"""What DT-MP with binary gates settles on, in numpy: from it plugins prove that answers are right.

A gate is open or shut, and a step through an open one costs 1. So each settled potential is the
least number of steps by which its state is reached from a source, or `NEVER`: whole numbers, which
float32 holds exactly up to 2^23. This module shares no code with the thinker that it describes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NEVER = 2**23
"""The potential of what is not reached, and of what a shut gate offers."""

UNIT = 2.0**-24
"""Unit roundoff of float32."""

NEAR = 1e-5
"""How near a gate may come to opening, of the sum of its terms: far above their rounding."""


class UnprovenError(Exception):
    """Why a thinker is not proven right, in plain words; no error for users."""


@dataclass(frozen=True)
class Correctness:
    """What is proven of every answer.

    Attributes:
        claim: What is right, and of which instances, to follow "that".
        cases: How many local cases all instances consist of; each was looked at.
        margin: How far the right class scores above every other, in the worst of the cases, after
            all rounding.
    """

    claim: str
    cases: int
    margin: float


@dataclass(frozen=True, eq=False)
class LeastSteps:
    """The gates and the readout, float64 copies of the weights.

    k kinds of sides (1 where gates are the same from all sides), h heads, s states, c channels; F
    is (2 + sides) h s, in the order source, each side, which state is the least.

    Attributes:
        sides: Neighbours of a position: before and after it along each axis.
        here: `(k, h, s, s, c)`, of the inputs at a position; from the last state but one to.
        here_bias: `(k, h, s, s)`.
        there: `(k, h, s, s, c)`, of the inputs at the neighbour.
        source: `(h, s, c)`.
        source_bias: `(h, s)`.
        outside: `(h, s)`, what stands beyond the border.
        inner: `(m, F)`, of the readout.
        inner_bias: `(m,)`.
        outer: `(classes, m)`.
        outer_bias: `(classes,)`.
        sharpness: How fast what the readout sees of an offer falls with each step behind the best.
        open_way: Above which a gate between positions is open.
        open_source: Above which a source is one.
    """

    sides: int
    here: Floats
    here_bias: Floats
    there: Floats
    source: Floats
    source_bias: Floats
    outside: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    sharpness: float
    open_way: float
    open_source: float

    @property
    def most_steps(self) -> int:
        """Steps up to which what a shut gate offers is so far behind that float32 sees nothing."""
        return NEVER - 64

    @property
    def states(self) -> tuple[int, int]:
        """Heads, and states of each."""
        heads, states = self.outside.shape
        return heads, states

    def opens(self, here: Floats, there: Floats | None, side: int) -> Bools:
        """`(h, s, s)`: which gates are open to a position's states from those of a neighbour.

        Args:
            here: `(c,)`, the inputs at the position.
            there: `(c,)`, at the neighbour; None beyond the border.
            side: Which neighbour, from 0.

        Raises:
            UnprovenError: One is so nearly open that rounding may decide.
        """
        kind = side % len(self.here)
        free = self.here[kind] @ here + self.here_bias[kind]
        size = np.abs(self.here[kind]) @ np.abs(here) + np.abs(self.here_bias[kind])
        if there is not None:
            free = free + self.there[kind] @ there
            size = size + np.abs(self.there[kind]) @ np.abs(there)
        return _above(self.open_way, free, size)

    def sources(self, here: Floats) -> Bools:
        """`(h, s)`: which states of a position with these inputs `(c,)` are sources.

        Raises:
            UnprovenError: As `opens`.
        """
        size = np.abs(self.source) @ np.abs(here) + np.abs(self.source_bias)
        return _above(self.open_source, self.source @ here + self.source_bias, size)

    def enters(self) -> Bools:
        """`(h, s)`: which states beyond the border are sources."""
        return _above(self.open_source, self.outside, np.abs(self.outside))

    def scores(self, offers: Floats) -> tuple[Floats, Floats]:
        """Logits of positions whose thoughts have settled, and how far rounding may lead.

        Args:
            offers: `(n, 1 + sides, h, s)`, of the source and of each side, at most `most_steps`;
                infinite where nothing is offered.

        Returns:
            `(n, classes)`, and `(n,)`.
        """
        seen = self._seen(np.minimum(offers, NEVER))
        weight, size = np.abs(self.inner), np.abs(self.inner_bias)
        apart = (seen.shape[1] + 8) * UNIT * (seen @ weight.T + size)  # Higham 2002, section 3.1
        hidden = np.maximum(seen @ self.inner.T + self.inner_bias, 0.0)  # (n, m)
        logits = hidden @ self.outer.T + self.outer_bias  # (n, classes)
        weight, size = np.abs(self.outer), np.abs(self.outer_bias)
        own = (hidden.shape[1] + 2) * UNIT * ((hidden + apart) @ weight.T + size)
        return logits, np.max(apart @ weight.T + own, 1)

    def _seen(self, offers: Floats) -> Floats:
        """`(n, F)`, what the readout sees."""
        best = offers.min(1, keepdims=True)  # (n, 1, h, s)
        behind = np.concatenate([offers - best, best - best.min(3, keepdims=True)], 1)
        return np.asarray(np.exp(-self.sharpness * behind.reshape(len(behind), -1)))

    def require_right(self, offers: Floats, right: Bools) -> float:
        """How far the best right class scores above every wrong one in the worst case.

        Args:
            offers: As `scores`.
            right: `(n, classes)`, which classes are right in each case.

        Raises:
            UnprovenError: In some case a wrong class scores as high, or may by rounding.
        """
        logits, apart = self.scores(offers)
        best = np.where(right, logits, -np.inf).max(1)
        margins = best - np.where(right, -np.inf, logits).max(1) - 2 * apart
        if margins.min() <= 0:
            raise UnprovenError(
                f"in {np.sum(margins <= 0)} of {len(margins)} cases a wrong class scores higher"
            )
        return float(margins.min())


def _above(least: float, free: Floats, size: Floats) -> Bools:
    if (np.abs(free - least) <= NEAR * (1 + size)).any():
        raise UnprovenError("a gate is so nearly open or shut that rounding may decide")
    return np.asarray(free > least)
