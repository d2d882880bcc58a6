"""Which legs are worth trying at each city: by their length, or by a thinker's opinion too."""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Lists = NDArray[np.int64]

MOST = 10
"""Candidates of each city, in each direction (our choice)."""


def candidates(distances: Matrix, chances: Matrix | None = None) -> tuple[Lists, Lists]:
    """`(n, k)` cities to go to from each city, and to come from, the nearest first.

    By distance they are the nearest; with chances, the likeliest and the nearest in turn.

    Args:
        distances: `(n, n)`, n >= 3.
        chances: `(n, n)`, how likely each leg is; None to go by distance.
    """
    return _leaving(distances, chances), _leaving(
        distances.T, None if chances is None else chances.T
    )


def _leaving(distances: Matrix, chances: Matrix | None) -> Lists:
    cities = len(distances)
    ranks = _ranks(distances)
    order = ranks if chances is None else np.minimum(2 * _ranks(-chances), 2 * ranks + 1)
    chosen = order.argsort(1, kind="stable")[:, : min(MOST, cities - 1)]
    by_length = np.take_along_axis(ranks, chosen, 1).argsort(1)
    return np.ascontiguousarray(np.take_along_axis(chosen, by_length, 1))


def _ranks(keys: Matrix) -> Lists:
    """The rank of each city in its row, from 0; the city itself comes last."""
    others = keys.copy()
    np.fill_diagonal(others, np.inf)
    return np.asarray(others.argsort(1, kind="stable").argsort(1, kind="stable"), np.int64)
