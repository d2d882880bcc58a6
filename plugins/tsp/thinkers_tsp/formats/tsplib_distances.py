"""Distances as TSPLIB95 defines them (Reinelt 1995, section 2), and LKH-3 beside it.

Checked against the published lengths of optimal tours.
"""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.measuring import STRAIGHT, Measured, Metric, on_the_sphere, straight

Numbers = NDArray[np.float64]

PI = 3.141592
"""Of TSPLIB95, section 2.4: the published lengths need these six decimals."""

EARTH_RADIUS = 6378.388
"""Kilometres; TSPLIB95, section 2.4."""


def _nearest(distances: Numbers) -> Numbers:
    return np.asarray(np.floor(distances + 0.5))


def _offsets(here: Numbers, there: Numbers) -> list[Numbers]:
    """The absolute differences along each axis, as `measuring.Measure` says."""
    return [np.abs(here[..., axis] - there[..., axis]) for axis in range(here.shape[-1])]


def euclidean(here: Numbers, there: Numbers) -> Numbers:
    """Straight line, rounded to the nearest integer."""
    return _nearest(straight(here, there))


def ceiling(here: Numbers, there: Numbers) -> Numbers:
    """Straight line, rounded up."""
    return np.asarray(np.ceil(straight(here, there)))


def floor(here: Numbers, there: Numbers) -> Numbers:
    """Straight line, rounded down (LKH-3, Helsgaun 2017)."""
    return np.asarray(np.floor(straight(here, there)))


def manhattan(here: Numbers, there: Numbers) -> Numbers:
    """Sum of the offsets, rounded."""
    return _nearest(np.asarray(sum(_offsets(here, there))))


def maximum(here: Numbers, there: Numbers) -> Numbers:
    """The largest of the offsets, each rounded."""
    return np.asarray(np.max([_nearest(offset) for offset in _offsets(here, there)], axis=0))


def att(here: Numbers, there: Numbers) -> Numbers:
    """Pseudo-Euclidean: a tenth of the square, rounded up (att48, att532)."""
    tenth = np.sqrt(sum(offset**2 for offset in _offsets(here, there)) / 10.0)
    rounded = _nearest(tenth)
    return np.asarray(rounded + (rounded < tenth))


def geo(here: Numbers, there: Numbers) -> Numbers:
    """Kilometres on the globe between latitudes and longitudes written `DDD.MM`."""
    start, end = _radians(here), _radians(there)
    q1 = np.cos(start[..., 1] - end[..., 1])
    q2 = np.cos(start[..., 0] - end[..., 0])
    q3 = np.cos(start[..., 0] + end[..., 0])
    angle = np.arccos(np.clip(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3), -1.0, 1.0))
    return np.asarray(np.trunc(EARTH_RADIUS * angle + 1.0))


def _radians(points: Numbers) -> Numbers:
    degrees = np.trunc(points)
    return np.asarray(PI * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0)


def on_the_globe(points: Numbers) -> Numbers:
    """`(n, 3)` places on the unit sphere of `(n, 2)` latitudes and longitudes, `DDD.MM`."""
    return on_the_sphere(_radians(points)[:, ::-1])


METRICS: dict[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("EUC_2D", euclidean),
        Metric("CEIL_2D", ceiling),
        Metric("MAN_2D", manhattan, power=1.0),
        Metric("MAX_2D", maximum, power=np.inf),
        Metric("ATT", att),
        Metric("GEO", geo, on_the_globe),
        STRAIGHT,
        Metric("FLOOR_2D", floor),
        Metric("EUC_3D", euclidean),
        Metric("CEIL_3D", ceiling),
        Metric("MAN_3D", manhattan, power=1.0),
        Metric("MAX_3D", maximum, power=np.inf),
        Metric("EXACT_3D", straight),
        Metric("FLOOR_3D", floor),
    )
}
"""What measures distances, by EDGE_WEIGHT_TYPE (EXACT is of LKH-3)."""

LATITUDE_FIRST = "GEO"
"""Its coordinates are latitude and longitude, so that x and y are the other way round."""


def axes(metric: str) -> int:
    """How many coordinates a city has: 2 or 3."""
    return 3 if metric.endswith("_3D") else 2


def metric_distances(metric: str, points: Numbers) -> Numbers:
    """`(n, n)` distances with a zero diagonal.

    Args:
        metric: A key of `METRICS`.
        points: `(n, axes)` coordinates in the order of the file.
    """
    return Measured(METRICS[metric], points).matrix()


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
