"""Distances between places: all of them, measured in blocks of rows, or those asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

Measure = Callable[[Numbers, Numbers], Numbers]
"""Two arrays of points `(..., axes)`, which broadcast, to the `(...)` distances between them; no
way back is longer than the way there."""

AT_ONCE = 1 << 17
"""Distances that are measured at once: 1 MB, which stays within a processor's cache (our choice).
"""


@dataclass(frozen=True)
class Metric:
    """A way to measure distances.

    Attributes:
        measure: What measures.
        spread: Gives `(n, axes)` places whose straight lines order distances as the metric does,
            but for rounding, so that the nearest can be looked for; None where the points do.
        power: Of the lines: 2 for straight ones, 1 along the axes, infinite for the longest axis.
    """

    measure: Measure
    spread: Callable[[Numbers], Numbers] | None = None
    power: float = 2.0


def measured(measure: Measure, points: Numbers) -> Numbers:
    """`(n, n)` float64 distances between `(n, axes)` points, the diagonal as it is measured.

    The way back is taken to be as long as the way there.
    """
    count = len(points)
    if count * count <= AT_ONCE:
        return measure(points[:, None], points)
    distances, rows = np.empty((count, count)), max(1, AT_ONCE // count)
    for first in range(0, count, rows):
        some = slice(first, first + rows)
        distances[some, first:] = measure(points[some, None], points[first:])
        distances[first:, some] = distances[some, first:].T
    return distances


def straight(here: Numbers, there: Numbers) -> Numbers:
    """Lengths of the straight lines between points, as `Measure` says."""
    squares: Numbers | float = 0.0
    for axis in range(here.shape[-1]):
        offsets = np.asarray(here[..., axis] - there[..., axis])
        squares = squares + np.square(offsets, out=offsets)
    return np.sqrt(squares, out=np.asarray(squares))
