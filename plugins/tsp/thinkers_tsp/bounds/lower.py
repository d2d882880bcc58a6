"""The Held-Karp bound, with rounding on the safe side."""

from math import ceil, frexp, ldexp

import numpy as np
from numpy.typing import NDArray

from thinkers import can_compile, run_kernel
from thinkers_tsp.bounds import kernels
from thinkers_tsp.bounds.assignment import assignment_prices
from thinkers_tsp.instance import TspInstance

Matrix = NDArray[np.float64]

EXACT_BITS = 50
"""All distances of a tour together are less than 2 to this many units: float64 holds such exactly,
and sums with penalties stay within int64."""

MOST = 4
"""Penalties are at most so many times the longest distance (our choice)."""

ROUNDING = 1e-12
"""Share of a straight line that rounding may add."""

WORK = 2 * 10**8
"""Legs that are looked at for one bound, about: half a second compiled (our choice)."""

FEWEST = 20
"""Trees at least."""

MIN_CITIES = 20
"""Below, plain Python is done before numba is imported."""


def lower_bound(instance: TspInstance) -> float:
    """A proved lower bound of the length of every tour.

    Legs that nobody should take are first taken to be no longer than needed, so that the other
    distances are not rounded away beside them; where all tours need some, their length counts too.

    Args:
        instance: Of distances that may be written down, see `TspInstance.distances`.
    """
    bound, _ = held_karp_bound(instance.distances)
    if instance.straight:  # each tour leads from the one to the other of the farthest, and back
        bound = max(bound, 2 * float(instance.distances.max()) * (1 - ROUNDING))
    if instance.barred:
        milder, _ = held_karp_bound(np.minimum(instance.tamed, instance.distances))
        bound = max(bound, milder)
    return bound


def held_karp_bound(
    distances: Matrix, rounds: int | None = None, compiled: bool | None = None
) -> tuple[float, Matrix]:
    """A proved lower bound of the length of every tour, and the penalties that prove it.

    Among `pi` are those that give the cheapest tree, as `kernels` says: a leg from i to j costs
    `distances[i, j] + pi[0, i] + pi[1, j]`, a cheapest tree and legs of city 0 by these costs,
    less all penalties, are the bound. Both rows are equal where distances are symmetric. Otherwise
    the ascent begins with the prices of the cheapest assignment, whose bound is good there.

    Args:
        distances: `(n, n)`, n >= 3, >= 0.
        rounds: Trees, >= 1; None for as many as pay, and time allows.
        compiled: Whether numba runs it, which changes nothing but the time; None where that pays.

    Returns:
        The bound, rounded down, or up to a whole number where all distances are whole; and
        `(2, n)` float64 penalties.
    """
    cities, longest = len(distances), float(distances.max())
    if longest == 0.0:
        return 0.0, np.zeros((2, cities))
    exponent = EXACT_BITS - cities.bit_length() - frexp(longest)[1]
    ways = np.floor(np.ldexp(distances, exponent)).astype(np.int64)
    symmetric = np.array_equal(ways, ways.T)
    if compiled is None:
        compiled = cities >= MIN_CITIES and can_compile()
    start = np.zeros((2, cities), np.int64) if symmetric else -assignment_prices(ways)
    most = MOST * int(ways.max())
    start, best = np.clip(start, -most, most), np.zeros((2, cities), np.int64)
    room = np.zeros((kernels.ROWS, cities), np.int64)
    back = ways if symmetric else np.ascontiguousarray(ways.T)
    task = (ways, back, start, best, room, bool(symmetric), rounds or _rounds(cities), most)
    bound = ldexp(max(0, run_kernel(kernels.ascend, compiled, *task)), -exponent)
    if longest < 2.0**EXACT_BITS and (distances == np.rint(distances)).all():
        bound = float(ceil(bound))
    return bound, np.ldexp(best.astype(np.float64), -exponent)


def _rounds(cities: int) -> int:
    """As many as pay (Valenzuela & Jones 1997), and as time allows."""
    pays = int(28 * cities**0.62)
    return max(FEWEST, min(pays, WORK // (cities * cities)))
