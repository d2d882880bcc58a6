"""A proof that a thinker of least steps is right for every string, by induction along it.

Where nothing comes from the right and no bit is a source, the settled potentials of a position
follow from its bit and the potentials before it: the thinker is a finite-state machine. Its states
are found one after the other, each with the parity that leads to it, and every one is looked at.
"""

import numpy as np
from numpy.typing import NDArray

from thinkers import Correctness, LeastSteps, UnprovenError

BEFORE, AFTER = 0, 1
"""The sides of a position."""

INPUTS = (np.array([-0.5]), np.array([0.5]))
"""What the encoding `centred` makes of 0 and 1."""

LIMIT = 10_000
"""States after which the search is given up: there may be no end of them."""

State = tuple[int | None, int, tuple[float, ...]]
"""The last bit (None before the first), the parity so far, and the potentials `(h, s)` in a row,
counted from the least of each head."""


def prove(thinker: LeastSteps) -> Correctness:
    """Prove that it is right for every string, or say why not.

    Args:
        thinker: On the encoding `centred`.

    Raises:
        UnprovenError: What stands in the way.
    """
    found = machine(thinker)
    margins = [margin for steps in found.values() for _, margin in steps]
    claim = (
        f"every parity of every string of up to {thinker.most_steps:,} bits is right, after an "
        f"iteration a bit and one more: the thinker is a machine of {len(found)} states"
    )
    return Correctness(claim, len(margins), min(margins))


def machine(thinker: LeastSteps) -> dict[State, list[tuple[State, float]]]:
    """The finite-state machine that it is: where each state goes with 0 and with 1.

    Beside each next state stands how far the right parity scores above the other there.

    Raises:
        UnprovenError: It is none, it has too many states, or in one of them it answers wrong.
    """
    _require_one_way(thinker)
    start: State = (None, 0, tuple(np.where(thinker.enters(), 0.0, np.inf).ravel()))
    found: dict[State, list[tuple[State, float]]] = {}
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found[state] = [_step(thinker, state, bit) for bit in (0, 1)]
        waiting += [after for after, _ in found[state]]
        if len(found) > LIMIT:
            raise UnprovenError(f"it has more than {LIMIT} states, perhaps without an end")
    return found


def _require_one_way(thinker: LeastSteps) -> None:
    """Raise UnprovenError unless all comes from the border on the left."""
    for here in INPUTS:
        if thinker.sources(here).any():
            raise UnprovenError("a bit is a source, so that how far away it is may matter")
        if any(thinker.opens(here, there, AFTER).any() for there in (*INPUTS, None)):
            raise UnprovenError("something comes from the right")


def _step(thinker: LeastSteps, state: State, bit: int) -> tuple[State, float]:
    """The state after one more bit, and by how much its parity scores above the other."""
    last, parity, potentials = state
    before = np.reshape(potentials, thinker.states)
    there = None if last is None else INPUTS[last]
    gates = thinker.opens(INPUTS[bit], there, BEFORE)  # (h, to, from)
    best = np.where(gates, 1 + before[:, None], np.inf).min(2)  # (h, s)
    nothing = np.full(best.shape, np.inf)
    parity ^= bit
    offers = np.stack([nothing, best, nothing])
    margin = thinker.require_right(offers[None], np.array([[parity == 0, parity == 1]]))
    return (bit, parity, _relative(best)), margin


def _relative(best: NDArray[np.float64]) -> tuple[float, ...]:
    least = best.min(1, keepdims=True)
    return tuple((best - np.where(np.isinf(least), 0.0, least)).ravel())
