"""Distances between places: all of them, measured in blocks of rows, or those asked for."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
        name: TSPLIB's EDGE_WEIGHT_TYPE, or a word of ours.
        measure: What measures.
        spread: Gives `(n, axes)` places whose straight lines order distances as the metric does,
            but for rounding, so that the nearest can be looked for; None where the points do.
        power: Of the lines: 2 for straight ones, 1 along the axes, infinite for the longest axis.
    """

    name: str
    measure: Measure
    spread: Callable[[Numbers], Numbers] | None = None
    power: float = 2.0


@dataclass(frozen=True, eq=False)
class Measured:
    """Distances between places that nobody has written down: they are measured when asked for.

    Attributes:
        metric: How.
        points: `(n, axes)` float64, read-only.
    """

    metric: Metric
    points: Numbers

    def __len__(self) -> int:
        return len(self.points)

    def legs(self, here: ArrayLike, there: ArrayLike) -> Numbers:
        """Distances from some cities to others, of any shapes that broadcast; 0 to themselves."""
        start, end = np.asarray(here), np.asarray(there)
        found = self.metric.measure(self.points[start], self.points[end])
        return np.where(start == end, 0.0, found)

    def matrix(self) -> Numbers:
        """`(n, n)` float64, a new array with a zero diagonal."""
        found = measured(self.metric.measure, self.points)
        np.fill_diagonal(found, 0.0)
        return found

    @property
    def places(self) -> Numbers:
        """`(n, axes)` float64, see `Metric.spread`."""
        return self.points if self.metric.spread is None else self.metric.spread(self.points)


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


STRAIGHT = Metric("EXACT_2D", straight)
"""Straight lines, not rounded."""


def on_the_sphere(points: Numbers) -> Numbers:
    """`(n, 3)` places on the unit sphere of `(n, 2)` longitudes and latitudes in radians."""
    (longitude, latitude), level = points.T, np.cos(points[:, 1])
    return np.stack([np.cos(longitude) * level, np.sin(longitude) * level, np.sin(latitude)], 1)
