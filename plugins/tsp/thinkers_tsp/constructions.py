"""Construction heuristics for tours, vectorised: baselines, and first tours of a search."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance

Matrix = NDArray[np.float64]


def nearest_neighbour(distances: Matrix, start: int) -> Tour:
    """From `start`, always on to the nearest city not yet visited."""
    away = distances.copy()
    tour = [start]
    away[:, start] = np.inf
    while len(tour) < len(distances):
        tour.append(int(away[tour[-1]].argmin()))
        away[:, tour[-1]] = np.inf
    return np.array(tour, np.int64)


def nearest_measured(instance: TspInstance) -> Tour:
    """The same from city 0, without a matrix: each time as many distances as cities are left."""
    left = np.arange(1, instance.cities)
    tour = [0]
    while len(left):
        at = int(instance.legs(tour[-1], left).argmin())
        tour.append(int(left[at]))
        left = np.delete(left, at)
    return np.array(tour, np.int64)


def farthest_insertion(distances: Matrix) -> Tour:
    """Insert the city farthest from the tour where it costs least (Rosenkrantz et al. 1977).

    Distances to the tour are the smaller of both directions on asymmetric instances.
    """
    either_way = np.minimum(distances, distances.T)
    np.fill_diagonal(either_way, -np.inf)  # a city on the tour is never the farthest from it
    first, second = np.unravel_index(either_way.argmax(), either_way.shape)
    tour = [int(first), int(second)]
    to_tour = np.minimum(either_way[first], either_way[second])
    while len(tour) < len(distances):
        city = int(to_tour.argmax())
        here, after = np.array(tour), np.roll(tour, -1)
        extra = distances[here, city] + distances[city, after] - distances[here, after]
        tour.insert(int(extra.argmin()) + 1, city)
        to_tour = np.minimum(to_tour, either_way[city])
    return np.array(tour, np.int64)
