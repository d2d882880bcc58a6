"""The receptive field of a certified contraction: how far away an input can matter."""

import math

from thinkers.errors import ConfigError


def influence(K: float, reach: float, distance: float, radius: float) -> float:
    """Bound of a final state's change at a cell, where inputs differ only beyond `distance`.

    Both runs agree at the cell for `m = floor(distance / reach)` iterations, and each is then at
    most `K^m R / (1 - K)` from its fixed point.

    Args:
        K: The step's constant, 0 < K < 1.
        reach: Cells along an axis that one iteration looks away, >= 1.
        distance: Cells.
        radius: R, the larger of the two first changes `‖φ_1 - φ_0‖`.
    """
    _require(K, reach)
    return 2 * K ** math.floor(distance / reach) * radius / (1 - K)


def horizon(K: float, reach: float, gain: float) -> float:
    """The distance in cells beyond which no input can change an answer.

    Args:
        K: The step's constant, 0 < K < 1.
        reach: Cells along an axis that one iteration looks away, >= 1; those of embed and readout
            come on top.
        gain: `L_H R / D`: the readout's Lipschitz constant times R of `influence`, over the
            answer's margin D, > 0.
    """
    _require(K, reach)
    steps = math.log(2 * gain / (1 - K)) / -math.log(K)
    return reach * max(steps, 0.0)


def _require(K: float, reach: float) -> None:
    if not 0 < K < 1:
        raise ConfigError(f"expected 0 < K < 1, got {K}")
    if reach < 1:
        raise ConfigError(f"expected reach >= 1, got {reach}")
