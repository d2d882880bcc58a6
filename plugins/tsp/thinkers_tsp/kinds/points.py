"""Cities in the plane, with straight lines between them."""

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance

Rng = np.random.Generator

SPREAD = 0.02
"""Standard deviation of a cluster, of the side of the square its centre lies in (our choice)."""

CITIES_A_CLUSTER = 10
"""Mean number of cities around one centre (our choice; DIMACS has 100, of instances of 1000)."""

HALVINGS = 13
"""Most halvings in `scales`: ways of 4 orders of magnitude."""

MAX_PINS = 8
"""Holes in one row of a `drilled` component, at most: packages of 4 to 16 pins."""

RASTER_POINTS = 8
"""Points of a board's raster for each of its holes."""


def euclidean(rng: Rng, cities: int) -> TspInstance:
    """Points i.i.d. uniform in the unit square."""
    return _instance(rng.random((cities, 2)), "euclidean")


def clustered(rng: Rng, cities: int) -> TspInstance:
    """Points i.i.d. normal around centres that are i.i.d. uniform in the unit square."""
    centres = rng.random((max(2, cities // CITIES_A_CLUSTER), 2))
    around = centres[rng.integers(len(centres), size=cities)]
    return _instance(around + SPREAD * rng.standard_normal((cities, 2)), "clustered")


def line(rng: Rng, cities: int) -> TspInstance:
    """Points i.i.d. uniform on a line of length 1: every tour there and back is shortest."""
    return _instance(np.column_stack([rng.random(cities), np.zeros(cities)]), "line")


def grid(rng: Rng, cities: int) -> TspInstance:
    """Different points of a square grid of spacing 1 with room for twice as many: many ties."""
    side = ceil(sqrt(2 * cities))
    chosen = rng.permutation(side * side)[:cities]
    return _instance(np.column_stack(np.divmod(chosen, side)), "grid")


def duplicates(rng: Rng, cities: int) -> TspInstance:
    """Points i.i.d. uniform in the unit square, and a third of the cities where others are."""
    places = rng.random((cities - cities // 3, 2))
    again = rng.integers(len(places), size=cities // 3)
    order = rng.permutation(cities)
    return _instance(np.concatenate([places, places[again]])[order], "duplicates")


def drilled(rng: Rng, cities: int) -> TspInstance:
    """Holes of a circuit board: components of two rows of 2 to 8 pins, on a raster of pitch 1."""
    side = ceil(sqrt(RASTER_POINTS * cities))
    holes: dict[tuple[int, int], None] = {}  # in the order of drilling
    while len(holes) < cities:
        holes.update(dict.fromkeys(_component(rng, side)))
    return _instance(np.array(list(holes)[:cities]), "drilled")


def _component(rng: Rng, side: int) -> list[tuple[int, int]]:
    """The holes of one component that lie on the board, along either of its sides."""
    x, y = rng.integers(side, size=2).tolist()
    pins, apart = int(rng.integers(2, MAX_PINS + 1)), int(rng.integers(2, 4))
    offsets = [(pin, row) for row in (0, apart) for pin in range(pins)]
    if rng.integers(2):
        offsets = [(row, pin) for pin, row in offsets]
    return [(x + dx, y + dy) for dx, dy in offsets if x + dx < side and y + dy < side]


def scales(rng: Rng, cities: int) -> TspInstance:
    """Points i.i.d. uniform in one square, each then moved to the middle by 0 to 13 halvings."""
    halvings = rng.integers(HALVINGS + 1, size=(cities, 1))
    return _instance(np.ldexp(rng.uniform(-1, 1, (cities, 2)), -halvings), "scales")


def _instance(points: NDArray[np.number], name: str) -> TspInstance:
    return TspInstance.of(points, name)
