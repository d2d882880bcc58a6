"""The distances of TSPLIB95 (Reinelt 1995, section 2): measured, or in the layout of a matrix."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.measured import Measured

Numbers = NDArray[np.float64]

LATITUDE_FIRST = "GEO"
"""Its coordinates are latitude and longitude, so that x and y are the other way round."""


def axes(metric: str) -> int:
    """How many coordinates a city has: 2 or 3."""
    return 3 if metric.endswith("_3D") else 2


def metric_distances(metric: str, points: Numbers) -> Numbers:
    """`(n, n)` distances with a zero diagonal.

    Args:
        metric: A key of `metrics.TSPLIB`.
        points: `(n, axes)` coordinates in the order of the file.
    """
    return Measured(metric, points).matrix()


def on_the_plane(metric: str, points: Numbers) -> Numbers:
    """`(n, 2)` coordinates for drawing, x to the east and y to the north.

    Of three axes the first two count. Degrees stay as the file writes them, `DDD.MM`. Applied
    twice to two axes it gives them back.
    """
    return points[:, 1::-1] if metric == LATITUDE_FIRST else points[:, :2]


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
