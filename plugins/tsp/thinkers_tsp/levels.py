"""Forbidden legs, encoded as huge distances: finding them, and lowering them for heuristics.

People forbid a leg by a distance "that nobody takes": 10⁴, 2³¹ - 1, 10³⁰. In sums with such a
number the real distances are rounded away, and so are they where it decides a scale.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def levels(distances: Matrix) -> list[float]:
    """Distances of which at least one is the longest leg that a shortest tour may need.

    One leg beyond a level, the last excepted, is longer than n legs within it. So where any tour
    keeps within a level, no shorter one leaves it; and the legs within a level join all cities.

    Args:
        distances: `(n, n)`.

    Returns:
        Ascending; the last is the longest distance.
    """
    cities, longest = len(distances), float(distances.max())
    away = distances.copy()
    np.fill_diagonal(away, np.inf)
    least = float(max(away.min(0).max(), away.min(1).max()))  # some leg of a tour is as long
    if longest <= cities * least:
        return [longest]
    lengths = np.unique(away[(away >= least) & (away < np.inf)])
    found = lengths[:-1][lengths[1:] > cities * lengths[:-1]].tolist()
    first = next((at for at, level in enumerate(found) if _joined(distances <= level)), len(found))
    return [*found[first:], longest]


def tamed(distances: Matrix) -> Matrix:
    """`(n, n)` distances for heuristics: legs that a tour does without are no longer than needed.

    What joins all cities stays, to the bit. A leg that is longer than all of a tour among these
    stays so, and no shorter than others that it was longer than, but is at most 4 n times as long
    as the longest of them.

    Args:
        distances: `(n, n)`; given back where nothing is longer.
    """
    level = _needed(distances)
    beyond = distances > level
    if not beyond.any():
        return distances
    shortest = float(distances[beyond].min())
    dear = min(2 * len(distances) * level, shortest)
    return np.where(beyond, dear + np.minimum(distances - shortest, dear), distances)


def forbidden(distances: Matrix) -> NDArray[np.bool_]:
    """`(n, n)` the legs that a tour does without where it can: those that `tamed` shortens."""
    return np.asarray(distances > _needed(distances))


def _needed(distances: Matrix) -> float:
    """The longest leg that a tour needs; the longest of all where none is far beyond the others."""
    longest = float(distances.max())
    level = next((level for level in levels(distances) if level > 0), longest)
    return longest if longest <= 4 * len(distances) * level else level


def _joined(allowed: NDArray[np.bool_]) -> bool:
    """Whether every city can be reached from every other."""
    return _reaches_all(allowed) and _reaches_all(allowed.T)


def _reaches_all(allowed: NDArray[np.bool_]) -> bool:
    reached = np.zeros(len(allowed), bool)
    fresh = np.arange(len(allowed)) == 0
    while fresh.any():
        reached |= fresh
        fresh = allowed[fresh].any(0) & ~reached
    return bool(reached.all())
