"""Distance matrices computed in blocks of rows, to save memory."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

Measure = Callable[[Numbers, Numbers], Numbers]
"""`(m, axes)` and `(n, axes)` points to the `(m, n)` distances from the first to the second."""

AT_ONCE = 1 << 17
"""Distances that are measured at once: 1 MB, which stays within a processor's cache (our choice).
"""


def measured(measure: Measure, points: Numbers) -> Numbers:
    """`(n, n)` float64 distances between `(n, axes)` points, the diagonal as it is measured.

    The way back is taken to be as long as the way there.
    """
    count = len(points)
    if count * count <= AT_ONCE:
        return measure(points, points)
    distances, rows = np.empty((count, count)), max(1, AT_ONCE // count)
    for first in range(0, count, rows):
        some = slice(first, first + rows)
        distances[some, first:] = measure(points[some], points[first:])
        distances[first:, some] = distances[some, first:].T
    return distances


def straight(here: Numbers, there: Numbers) -> Numbers:
    """`(..., m, n)` lengths of the straight lines between `(..., m, axes)` and `(..., n, axes)`."""
    squares = np.zeros((*here.shape[:-1], there.shape[-2]))
    for axis in range(here.shape[-1]):
        offsets = here[..., :, None, axis] - there[..., None, :, axis]
        squares += np.square(offsets, out=offsets)
    return np.sqrt(squares, out=squares)
