"""Hamiltonian tours along allowed legs, by backtracking."""

import numpy as np
from numpy.typing import NDArray

from thinkers_tsp.instance import Tour

MAX_STEPS = 4000
"""Cities that are gone to: half a second at 100 cities (our choice)."""


def walk(worth: NDArray[np.float64], allowed: NDArray[np.bool_]) -> Tour | None:
    """A tour of allowed legs; the likeliest first, and back where there is no way on.

    Args:
        worth: `(n, n)` how likely each leg is, on any scale.
        allowed: `(n, n)` the legs that may be taken.

    Returns:
        None where there is none, or where `MAX_STEPS` do not find one.
    """
    allowed = allowed & ~np.eye(len(allowed), dtype=bool)
    fewest = np.minimum(allowed.sum(0), allowed.sum(1))
    start = int(np.lexsort((worth.max(1), fewest))[0])
    way, ahead = [start], [_next([start], worth, allowed)]
    for _ in range(MAX_STEPS):
        while ahead and not ahead[-1]:
            way.pop()
            ahead.pop()
        if not ahead:
            return None
        way.append(ahead[-1].pop())
        if len(way) < len(allowed):
            ahead.append(_next(way, worth, allowed))
        elif allowed[way[-1], start]:
            return np.array(way, np.int64)
        else:
            way.pop()
    return None


def _next(way: list[int], worth: NDArray[np.float64], allowed: NDArray[np.bool_]) -> list[int]:
    """The cities that may come next, the likeliest last; none where the way leads nowhere.

    It does where a city not yet passed can no longer be entered or left, or where two can be
    entered from here alone; where one can, it is next.
    """
    left = np.setdiff1d(np.arange(len(allowed)), way)
    among = allowed[np.ix_(left, left)]
    entries, exits = among.sum(0), among.sum(1) + allowed[left, way[0]]
    here = allowed[way[-1], left]
    only = (entries == 0) & here
    if not exits.all() or not (here | (entries > 0)).all() or only.sum() > 1:
        return []
    after = left[only if only.any() else here]
    return [int(city) for city in after[worth[way[-1], after].argsort(kind="stable")]]
