"""Traits of an instance, computed from its distances."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.nearest import nearest

LOOKED_AT = 64
"""Cities that are looked at, evenly spread, where there are more: n^3 work, 20 ms."""

ROUNDING = 0.01
"""Excess of a leg over a way round that counts as rounding, of the way (our choice)."""

WHOLE = 10
"""From this longest distance on integers may be rounded ones, as TSPLIB's: 1 more is nothing."""

FEW = 1e-3
"""Share of the ways round that may be shorter than the leg, and the inequality still holds."""

SOON = 1000
"""Cities up to which all distances are soon looked at: sooner than scipy's trees are imported."""

FLAT = 0.1
"""Share of the squared distances that may not fit into a plane; rounding makes 0.08 of TSPLIB's
eil101, a third axis 0.14 of 8 cities."""


def traits(instance: TspInstance) -> frozenset[str]:
    """The kinds of its distances; of each pair of opposites one, so that either can be unknown."""
    some = np.linspace(0, instance.cities - 1, min(instance.cities, LOOKED_AT)).round().astype(int)
    distances = instance.legs(some[:, None], some)
    longest = float(distances.max()) or 1.0
    rounded = longest >= WHOLE and bool((distances == np.rint(distances)).all())
    distances = distances / longest
    found = {
        "symmetric" if instance.symmetric else "asymmetric",
        "triangle inequality"
        if _closed(distances, rounded / longest)
        else "no triangle inequality",
        "straight lines" if instance.symmetric and _plane(distances) else "no straight lines",
    }
    if instance.barred:
        found.add("forbidden legs")
    if _at_one_place(instance):
        found.add("cities at one place")
    return frozenset(found)


def _closed(distances: NDArray[np.float64], unit: float) -> bool:
    """Whether almost no leg is longer, by more than a unit, than the way through a third city."""
    shorter = 0
    for via in range(len(distances)):
        around = distances[:, via, None] + distances[None, via]
        shorter += int((distances > (1 + ROUNDING) * around + unit).sum())
    return shorter <= FEW * distances.size * len(distances)


def _plane(distances: NDArray[np.float64]) -> bool:
    """Whether points of a plane have nearly these distances: classical scaling (Torgerson 1952)."""
    squares = distances**2
    rows = squares.mean(1)
    inner = -(squares - rows[:, None] - rows[None] + squares.mean()) / 2
    values = np.linalg.eigvalsh(inner)  # ascending
    together = float(np.abs(values).sum())
    return together - float(values[-2:].sum()) <= FLAT * together


def _at_one_place(instance: TspInstance) -> bool:
    """Whether some city is at no distance of another, there and back."""
    if instance.symmetric and instance.cities > SOON:
        return bool((nearest(instance, 1).lengths[:, 0] == 0).any())
    nothing = instance.distances == 0
    return int((nothing & nothing.T).sum()) > instance.cities
