"""Seeded random instances of one kind."""

import numpy as np

from thinkers import MemoryLimitError, free_memory
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS, MEASURED
from thinkers_tsp.valid import BYTES, require_cities, require_places

EXTRA = 3
"""Matrices that are there for a moment while one is drawn."""

LITTLE = 10**8
"""Bytes that every machine has."""


def _require_memory(count: int, cities: int) -> None:
    needed = (count + EXTRA) * cities**2 * BYTES
    free = free_memory() if needed > LITTLE else None
    if free is not None and needed > free:
        raise MemoryLimitError(
            f"the distances of {count} times {cities} cities take {needed / 1e9:.1f} GB, "
            f"{free / 1e9:.1f} GB are free",
            "ask for fewer instances, or for smaller ones",
        )


def generate(
    rng: np.random.Generator, count: int, cities: int, distances: str
) -> list[TspInstance]:
    """`count` instances; instance i does not depend on how many follow it.

    Raises:
        InvalidInstanceError: There are more cities than an instance holds.
        MemoryLimitError: All matrices together take more memory than is free.
    """
    if distances in MEASURED:
        require_places(cities)
    else:
        require_cities(cities)
        _require_memory(count, cities)
    return [KINDS[distances](child, cities) for child in rng.spawn(count)]
