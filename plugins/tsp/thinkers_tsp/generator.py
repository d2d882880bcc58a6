"""Seeded random instances: the four distance kinds of the literature."""

from collections.abc import Callable

import numpy as np

from thinkers.errors import MemoryLimitError
from thinkers.machine import free_memory
from thinkers_tsp.instance import TspInstance, straight_lines
from thinkers_tsp.valid import BYTES, require_cities

TMAT_SCALE = 1_000_000
"""Largest integer distance of MatNet's "tmat" matrices (Kwon et al. 2021, section 5.1)."""


EXTRA = 3
"""Matrices that are there for a moment while one is drawn."""

LITTLE = 10**8
"""Bytes that every machine has."""


def euclidean(rng: np.random.Generator, cities: int) -> TspInstance:
    """Points i.i.d. uniform in the unit square, straight-line distances."""
    points = rng.random((cities, 2))
    return TspInstance(straight_lines(points), points, "euclidean")


def symmetric(rng: np.random.Generator, cities: int) -> TspInstance:
    """Distances i.i.d. U(0, 1), the same in both directions."""
    upper = np.triu(rng.random((cities, cities)), 1)
    return TspInstance(upper + upper.T, name="symmetric")


def asymmetric(rng: np.random.Generator, cities: int) -> TspInstance:
    """Distances i.i.d. U(0, 1), drawn for each direction."""
    distances = rng.random((cities, cities))
    np.fill_diagonal(distances, 0.0)
    return TspInstance(distances, name="asymmetric")


def triangle(rng: np.random.Generator, cities: int) -> TspInstance:
    """MatNet's "tmat": uniform integers closed under the triangle inequality, over 10^6.

    The closure repeats min-plus products until nothing changes (Kwon et al. 2021, section 5.1);
    that fixed point is the matrix of shortest paths, found here by Floyd and Warshall.
    """
    distances = rng.integers(1, TMAT_SCALE, (cities, cities))
    np.fill_diagonal(distances, 0)
    for via in range(cities):
        np.minimum(distances, distances[:, via, None] + distances[None, via], out=distances)
    return TspInstance(distances / TMAT_SCALE, name="triangle")


def _require_memory(count: int, cities: int) -> None:
    needed = (count + EXTRA) * cities**2 * BYTES
    free = free_memory() if needed > LITTLE else None
    if free is not None and needed > free:
        raise MemoryLimitError(
            f"the distances of {count} times {cities} cities take {needed / 1e9:.1f} GB, "
            f"{free / 1e9:.1f} GB are free",
            "ask for fewer instances, or for smaller ones",
        )


KINDS: dict[str, Callable[[np.random.Generator, int], TspInstance]] = {
    "euclidean": euclidean,
    "symmetric": symmetric,
    "asymmetric": asymmetric,
    "triangle": triangle,
}


def generate(
    rng: np.random.Generator, count: int, cities: int, distances: str
) -> list[TspInstance]:
    """`count` instances; instance i does not depend on how many follow it.

    Raises:
        InvalidInstanceError: There are more cities than an instance holds.
        MemoryLimitError: All matrices together take more memory than is free.
    """
    require_cities(cities)
    _require_memory(count, cities)
    return [KINDS[distances](child, cities) for child in rng.spawn(count)]
