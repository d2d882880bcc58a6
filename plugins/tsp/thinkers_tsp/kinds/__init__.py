"""Distributions of distances, by name."""

from collections.abc import Callable

import numpy as np

from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds.matrices import (
    asymmetric,
    forbidden,
    nearly_symmetric,
    symmetric,
    triangle,
)
from thinkers_tsp.kinds.points import (
    clustered,
    drilled,
    duplicates,
    euclidean,
    grid,
    line,
    scales,
)
from thinkers_tsp.kinds.roads import streets

KINDS: dict[str, Callable[[np.random.Generator, int], TspInstance]] = {
    "euclidean": euclidean,
    "symmetric": symmetric,
    "asymmetric": asymmetric,
    "triangle": triangle,
    "clustered": clustered,
    "line": line,
    "grid": grid,
    "duplicates": duplicates,
    "drilled": drilled,
    "streets": streets,
    "nearly-symmetric": nearly_symmetric,
    "forbidden": forbidden,
    "scales": scales,
}

MEASURED = frozenset({"euclidean", "clustered", "line", "grid", "duplicates", "drilled", "scales"})
"""Those of points, between which no matrix is made."""
