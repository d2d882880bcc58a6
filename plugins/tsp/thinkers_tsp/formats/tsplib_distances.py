"""Distances as TSPLIB95 defines them (Reinelt 1995, section 2): integers from coordinates.

Checked against the published lengths of optimal tours.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

PI = 3.141592
"""Of TSPLIB95, section 2.4: the published lengths need these six decimals."""

EARTH_RADIUS = 6378.388
"""Kilometres; TSPLIB95, section 2.4."""


def _nearest(distances: Numbers) -> Numbers:
    return np.asarray(np.floor(distances + 0.5))


def _offsets(points: Numbers) -> Numbers:
    return np.asarray(np.abs(points[:, None] - points[None]))  # (n, n, 2)


def euc_2d(points: Numbers) -> Numbers:
    """Straight line, rounded to the nearest integer."""
    return _nearest(np.sqrt((_offsets(points) ** 2).sum(-1)))


def ceil_2d(points: Numbers) -> Numbers:
    """Straight line, rounded up."""
    return np.asarray(np.ceil(np.sqrt((_offsets(points) ** 2).sum(-1))))


def man_2d(points: Numbers) -> Numbers:
    """Sum of both offsets, rounded."""
    return _nearest(_offsets(points).sum(-1))


def max_2d(points: Numbers) -> Numbers:
    """The larger of both offsets, each rounded."""
    return np.asarray(_nearest(_offsets(points)).max(-1))


def att(points: Numbers) -> Numbers:
    """Pseudo-Euclidean: a tenth of the square, rounded up (att48, att532)."""
    exact = np.sqrt((_offsets(points) ** 2).sum(-1) / 10.0)
    rounded = _nearest(exact)
    return np.asarray(rounded + (rounded < exact))


def geo(points: Numbers) -> Numbers:
    """Kilometres on the globe between latitudes and longitudes written `DDD.MM`."""
    degrees = np.trunc(points)
    latitude, longitude = (PI * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0).T
    q1 = np.cos(longitude[:, None] - longitude)
    q2 = np.cos(latitude[:, None] - latitude)
    q3 = np.cos(latitude[:, None] + latitude)
    angle = np.arccos(np.clip(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3), -1.0, 1.0))
    return np.asarray(np.trunc(EARTH_RADIUS * angle + 1.0))


METRICS: dict[str, Callable[[Numbers], Numbers]] = {
    "EUC_2D": euc_2d,
    "CEIL_2D": ceil_2d,
    "MAN_2D": man_2d,
    "MAX_2D": max_2d,
    "ATT": att,
    "GEO": geo,
}
"""`(n, 2)` coordinates to `(n, n)` distances, by EDGE_WEIGHT_TYPE; the diagonal is not used."""


def metric_distances(metric: str, points: Numbers) -> Numbers:
    """`(n, n)` distances with a zero diagonal."""
    distances = METRICS[metric](points)
    np.fill_diagonal(distances, 0.0)
    return distances


LAYOUTS: dict[str, tuple[str, int]] = {
    "FULL_MATRIX": ("full", 0),
    "UPPER_ROW": ("upper", 1),
    "LOWER_ROW": ("lower", 1),
    "UPPER_DIAG_ROW": ("upper", 0),
    "LOWER_DIAG_ROW": ("lower", 0),
    "UPPER_COL": ("lower", 1),
    "LOWER_COL": ("upper", 1),
    "UPPER_DIAG_COL": ("lower", 0),
    "LOWER_DIAG_COL": ("upper", 0),
}
"""Which triangle, read row by row, an EDGE_WEIGHT_FORMAT lists, and whether without diagonal.

A matrix with a triangle only is symmetric, so columns of one are rows of the other.
"""


def layout_size(layout: str, cities: int) -> int:
    """How many numbers a layout has."""
    triangle, skip = LAYOUTS[layout]
    if triangle == "full":
        return cities * cities
    return cities * (cities + 1) // 2 - skip * cities


def unpack(layout: str, numbers: Numbers, cities: int) -> Numbers:
    """`(n, n)` distances from the numbers of a layout, in the order of the file."""
    triangle, skip = LAYOUTS[layout]
    if triangle == "full":
        return numbers.reshape(cities, cities)
    rows, columns = np.triu_indices(cities, skip)
    if triangle == "lower":
        rows, columns = np.tril_indices(cities, -skip)
    matrix = np.zeros((cities, cities))
    matrix[rows, columns] = matrix[columns, rows] = numbers
    return matrix
