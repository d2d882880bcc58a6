"""Distances that nobody has written down: they are measured between places when asked for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thinkers_tsp.measuring import Numbers, measured
from thinkers_tsp.metrics import METRICS


@dataclass(frozen=True, eq=False)
class Measured:
    """Distances between places that nobody has written down: they are measured when asked for.

    Attributes:
        metric: How: a name of `METRICS`.
        points: `(n, axes)` float64, read-only.
    """

    metric: str
    points: Numbers

    def __len__(self) -> int:
        return len(self.points)

    def legs(self, here: ArrayLike, there: ArrayLike) -> Numbers:
        """Distances from some cities to others, of any shapes that broadcast; 0 to themselves."""
        start, end = np.asarray(here), np.asarray(there)
        found = METRICS[self.metric].measure(self.points[start], self.points[end])
        return np.where(start == end, 0.0, found)

    def matrix(self) -> Numbers:
        """`(n, n)` float64, a new array with a zero diagonal."""
        found = measured(METRICS[self.metric].measure, self.points)
        np.fill_diagonal(found, 0.0)
        return found

    @property
    def places(self) -> Numbers:
        """`(n, axes)` float64, see `Metric.spread`."""
        spread = METRICS[self.metric].spread
        return self.points if spread is None else spread(self.points)

    @property
    def power(self) -> float:
        """See `Metric.power`."""
        return METRICS[self.metric].power
