"""Prices of the cheapest assignment: what each city may ask of the legs that leave and enter it."""

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

MAX_ROUNDS = 200
"""Of lowering prices to the exact ones; few are needed (ours). The prices are sound after any."""


def assignment_prices(ways: Whole) -> Whole:
    """Prices that no leg is below, and whose sum is that of the cheapest assignment, or near it.

    In a tour each city is left and entered once, so that all prices together are no more than its
    length. Those of leaving are shortest distances between the rows of a cheapest assignment, and
    those of entering what these leave.

    Args:
        ways: `(n, n)` distances; what is on the diagonal does not count. `n + 1` of the longest
            stay below 2^53.

    Returns:
        `(2, n)`: `[0, i] + [1, j] <= ways[i, j]` for all i other than j.
    """
    from scipy.optimize import linear_sum_assignment

    away = ways.copy()
    np.fill_diagonal(away, (len(ways) + 1) * int(ways.max()))
    rows, chosen = linear_sum_assignment(away)
    dearer = away[:, chosen] - away[rows, chosen]  # of row i to take the column of row k
    leaving = np.zeros(len(ways), np.int64)
    for _ in range(min(MAX_ROUNDS, len(ways))):
        lower = np.minimum(leaving, (dearer + leaving).min(1))
        if np.array_equal(lower, leaving):
            break
        leaving = lower
    return np.stack([leaving, (away - leaving[:, None]).min(0)])
