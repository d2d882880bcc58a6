"""Classical construction and improvement, vectorised: the yardstick, and what `--refine` adds."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour, TspInstance

Matrix = NDArray[np.float64]

GAIN = 1e-12
"""Smallest relative improvement worth a move: less is rounding, and could go round in circles."""


def nearest_neighbour(distances: Matrix, start: int) -> Tour:
    """From `start`, always on to the nearest city not yet visited."""
    away = distances.copy()
    tour = [start]
    away[:, start] = np.inf
    while len(tour) < len(distances):
        tour.append(int(away[tour[-1]].argmin()))
        away[:, tour[-1]] = np.inf
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


def refine(instance: TspInstance, tour: Tour) -> Tour:
    """Improve a tour until no move helps; never makes it longer.

    Symmetric: 2-opt (Croes 1958) and Or-opt (Or 1976). Asymmetric: segment insertion without
    reversal, of segments of any length (Or-3opt, Kanellakis & Papadimitriou 1980).
    """
    distances, symmetric = instance.distances, instance.symmetric
    lengths = range(1, min(4, len(tour) - 1) if symmetric else len(tour) // 2 + 1)
    threshold = GAIN * float(distances.max())
    while True:
        moved = _two_opt(distances, tour, threshold) if symmetric else None
        if moved is None:
            moved = _insert_segment(distances, tour, lengths, symmetric, threshold)
        if moved is None:
            return tour
        tour = moved


def _two_opt(distances: Matrix, tour: Tour, threshold: float) -> Tour | None:
    """The best reversal of a stretch, or None when none shortens the tour."""
    after = np.roll(tour, -1)
    legs = distances[tour, after]
    gain = legs[:, None] + legs - distances[tour[:, None], tour] - distances[after[:, None], after]
    gain[np.tril_indices(len(tour))] = -np.inf
    i, j = np.unravel_index(gain.argmax(), gain.shape)
    if gain[i, j] <= threshold:
        return None
    return np.concatenate([tour[: i + 1], tour[i + 1 : j + 1][::-1], tour[j + 1 :]])


def _insert_segment(
    distances: Matrix, tour: Tour, lengths: range, reversals: bool, threshold: float
) -> Tour | None:
    """The best move of a segment to another place, or None when none shortens the tour."""
    best, choice = threshold, None
    for length in lengths:
        for backwards in (False, True) if reversals and length > 1 else (False,):
            gain = _insertion_gains(distances, tour, length, backwards)
            i, j = np.unravel_index(gain.argmax(), gain.shape)
            if gain[i, j] > best:
                best, choice = float(gain[i, j]), (length, backwards, int(i), int(j))
    if choice is None:
        return None
    length, backwards, start, place = choice
    turned = np.roll(tour, -start)
    segment, rest = turned[:length], turned[length:]
    cut = (place - start) % len(tour) - length + 1
    return np.concatenate([rest[:cut], segment[::-1] if backwards else segment, rest[cut:]])


def _insertion_gains(
    distances: Matrix, tour: Tour, length: int, backwards: bool
) -> NDArray[np.float64]:
    """`(n, n)`: what moving the segment from i into the leg that starts at j saves."""
    cities = len(tour)
    after, head, tail = np.roll(tour, -1), tour, np.roll(tour, 1 - length)
    before_segment, after_segment = np.roll(tour, 1), np.roll(tour, -length)
    saved = (
        distances[before_segment, head]
        + distances[tail, after_segment]
        - distances[before_segment, after_segment]
    )
    first, last = (tail, head) if backwards else (head, tail)
    cost = distances[tour[None], first[:, None]] + distances[last[:, None], after[None]]
    gain = saved[:, None] + distances[tour, after] - cost
    offset = (np.arange(cities)[None] - np.arange(cities)[:, None]) % cities
    gain[(offset < length) | (offset > cities - 2)] = -np.inf
    return np.asarray(gain)
