"""The legs that a thinker's scores are about, for pictures: each pair of cities with its chance."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Heat
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.listing import listed

LEAST, MOST = 0.05, 3000
"""Legs of a smaller chance are left out, and so are less likely ones than so many (our choice)."""

Legs = list[tuple[int, int, float]]


def candidates(heat: Heat, instance: TspInstance) -> Legs:
    """The legs with their chances, ascending; the chance of a leg is that of its two directions.

    Args:
        heat: Of the encoding `matrix`, `(n, n)`, or `graph`, `(n, k)`.
        instance: The task.
    """
    here, there = _ends(heat, instance)
    known = (there >= 0) & (here != there) & (heat.shares > 0)
    here, there, chances = here[known], there[known], heat.shares[known]
    pairs = np.minimum(here, there) * instance.cities + np.maximum(here, there)
    codes, which = np.unique(pairs, return_inverse=True)
    both = np.minimum(np.bincount(which, chances, len(codes)), 1.0)
    order = np.argsort(both, kind="stable")[-MOST:]
    return [
        (*divmod(int(codes[each]), instance.cities), float(both[each]))
        for each in order
        if both[each] >= LEAST
    ]


def _ends(heat: Heat, instance: TspInstance) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The cities that each value leads from and to; -1 where none is listed."""
    shape, cities = heat.values.shape, np.arange(instance.cities)
    ends = cities[None] if shape == (instance.cities,) * 2 else listed(instance)
    return np.broadcast_to(cities[:, None], shape), np.broadcast_to(ends, shape)
