"""How distances are measured between places: as TSPLIB95 defines it, and on the globe.

TSPLIB's (Reinelt 1995, section 2; LKH-3 beside it) are checked against the published lengths of
optimal tours.
"""

import numpy as np

from thinkers_tsp.measuring import Metric, Numbers, straight

PI = 3.141592
"""Of TSPLIB95, section 2.4: the published lengths need these six decimals."""

TSPLIB_RADIUS = 6378.388
"""Kilometres; TSPLIB95, section 2.4."""

EARTH_RADIUS = 6371.0088
"""Kilometres: the mean radius R1 of GRS 80 (Moritz 2000, Geodetic Reference System 1980)."""


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
    return np.asarray(np.trunc(TSPLIB_RADIUS * angle + 1.0))


def _radians(points: Numbers) -> Numbers:
    degrees = np.trunc(points)
    return np.asarray(PI * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0)


def haversine(here: Numbers, there: Numbers) -> Numbers:
    """Kilometres between longitudes and latitudes in degrees (Sinnott 1984)."""
    start, end = np.radians(here), np.radians(there)
    across = np.sin((start[..., 1] - end[..., 1]) / 2) ** 2
    along = np.sin((start[..., 0] - end[..., 0]) / 2) ** 2
    shrunk = np.cos(start[..., 1]) * np.cos(end[..., 1])
    half_chord = np.sqrt(np.clip(across + shrunk * along, 0.0, 1.0))
    return np.asarray(2 * EARTH_RADIUS * np.arcsin(half_chord))


def _sphere_of_geo(points: Numbers) -> Numbers:
    return _on_the_sphere(_radians(points)[:, ::-1])


def _sphere_of_degrees(points: Numbers) -> Numbers:
    return _on_the_sphere(np.radians(points))


def _on_the_sphere(points: Numbers) -> Numbers:
    """`(n, 3)` places on the unit sphere of `(n, 2)` longitudes and latitudes in radians."""
    (longitude, latitude), level = points.T, np.cos(points[:, 1])
    return np.stack([np.cos(longitude) * level, np.sin(longitude) * level, np.sin(latitude)], 1)


TSPLIB: dict[str, Metric] = {
    "EUC_2D": Metric(euclidean),
    "CEIL_2D": Metric(ceiling),
    "MAN_2D": Metric(manhattan, power=1.0),
    "MAX_2D": Metric(maximum, power=np.inf),
    "ATT": Metric(att),
    "GEO": Metric(geo, _sphere_of_geo),
    "EXACT_2D": Metric(straight),
    "FLOOR_2D": Metric(floor),
    "EUC_3D": Metric(euclidean),
    "CEIL_3D": Metric(ceiling),
    "MAN_3D": Metric(manhattan, power=1.0),
    "MAX_3D": Metric(maximum, power=np.inf),
    "EXACT_3D": Metric(straight),
    "FLOOR_3D": Metric(floor),
}
"""What measures distances, by EDGE_WEIGHT_TYPE (EXACT is of LKH-3)."""

STRAIGHT, GLOBE = "EXACT_2D", "haversine"
"""Straight lines that are not rounded; kilometres between longitudes and latitudes in degrees."""

METRICS: dict[str, Metric] = {**TSPLIB, GLOBE: Metric(haversine, _sphere_of_degrees)}
"""All that there are, by name."""
