"""Distributions of distance matrices without coordinates."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import TspInstance, straight_lines

Rng = np.random.Generator

TMAT_SCALE = 1_000_000
"""Largest integer distance of MatNet's "tmat" matrices (Kwon et al. 2021, section 5.1)."""

DETOUR = 0.1
"""Share by which a direction may be longer than the straight line, in `nearly-symmetric`."""

FORBIDDING = (1e6, 2.0**31 - 1, 1e13)
"""Numbers that people forbid a leg by; allowed legs are at most 1."""


def symmetric(rng: Rng, cities: int) -> TspInstance:
    """Distances i.i.d. U(0, 1), the same in both directions."""
    upper = np.triu(rng.random((cities, cities)), 1)
    return TspInstance(upper + upper.T, name="symmetric")


def asymmetric(rng: Rng, cities: int) -> TspInstance:
    """Distances i.i.d. U(0, 1), drawn for each direction."""
    return TspInstance(_uniform(rng, cities), name="asymmetric")


def triangle(rng: Rng, cities: int) -> TspInstance:
    """MatNet's "tmat": uniform integers closed under the triangle inequality, over 10^6.

    The closure repeats min-plus products until nothing changes (Kwon et al. 2021, section 5.1);
    that fixed point is the matrix of shortest paths.
    """
    distances = rng.integers(1, TMAT_SCALE, (cities, cities))
    np.fill_diagonal(distances, 0)
    _close(distances)
    return TspInstance(distances / TMAT_SCALE, name="triangle")


def nearly_symmetric(rng: Rng, cities: int) -> TspInstance:
    """Straight lines, each direction longer by U(0, 10 %), closed under the triangle inequality."""
    distances = straight_lines(rng.random((cities, 2)))
    distances *= 1 + DETOUR * rng.random((cities, cities))
    _close(distances)
    return TspInstance(distances, name="nearly-symmetric")


def forbidden(rng: Rng, cities: int) -> TspInstance:
    """As `asymmetric`, but half of the legs that a hidden tour does without are a huge number."""
    distances, tour = _uniform(rng, cities), rng.permutation(cities)
    free = ~np.eye(cities, dtype=bool)
    free[tour, np.roll(tour, -1)] = False
    legs = np.flatnonzero(free)
    chosen = rng.permutation(legs)[: (len(legs) + 1) // 2]
    distances.flat[chosen] = FORBIDDING[rng.integers(len(FORBIDDING))]
    return TspInstance(distances, name="forbidden")


def _uniform(rng: Rng, cities: int) -> NDArray[np.float64]:
    distances = rng.random((cities, cities))
    np.fill_diagonal(distances, 0.0)
    return distances


def _close(distances: NDArray[np.int64] | NDArray[np.float64]) -> None:
    """Replace distances by shortest paths, in place (Floyd 1962, Warshall 1962)."""
    for via in range(len(distances)):
        np.minimum(distances, distances[:, via, None] + distances[None, via], out=distances)
