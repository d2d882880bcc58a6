"""Ways on the globe: great circles between degrees, in kilometres."""

import numpy as np

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.measuring import Numbers
from thinkers_tsp.metrics import GLOBE


def is_globe(instance: TspInstance) -> bool:
    """Whether the distances are those of `haversine`, to the bit."""
    points, ways = instance.coordinates, instance.ways
    if points is None or instance.straight or not (np.abs(points) <= [360.0, 90.0]).all():
        return False
    if isinstance(ways, Measured):
        return ways.metric == GLOBE and np.array_equal(points, ways.points)
    return np.array_equal(haversine(points), ways)


def haversine(points: Numbers) -> Numbers:
    """`(n, n)` kilometres along great circles of a sphere.

    Args:
        points: `(n, 2)` longitudes and latitudes in degrees.
    """
    return Measured(GLOBE, points).matrix()
