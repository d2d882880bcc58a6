"""Chances of legs merged into a tour, the best first, and balanced again after each merge.

Twice: with numpy, and element by element for numba. Both add in the same order, so that their tours
are the same; which of them runs is a question of time alone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import Patience, run_kernel
from thinkers_tsp.instance import Tour

MIN_CHANCE = float(np.finfo(np.float64).tiny)
"""The least chance of an edge that may still be merged."""

PATIENCE = 1.0
"""Seconds that numpy may take, in all calls, before kernels are compiled: as long as that takes."""

Chances = NDArray[np.float64]
Array = Any
"""An array, or a memory view of one."""


class Merging:
    """Merges by numpy until that has taken long enough for compiling to pay, then compiled.

    Args:
        compiled: Whether numba runs it from the first call on; None where that pays.
    """

    def __init__(self, compiled: bool | None = None) -> None:
        self._compiled, self._patience = compiled, Patience(PATIENCE)

    def merge(self, chances: Chances, rounds: int, *, symmetric: bool) -> Tour:
        """A tour of the best legs.

        Args:
            chances: `(n, n)` how likely each leg is, symmetric where edges have no direction; it
                is written to.
            rounds: Of balancing before the first merge; one more follows after each.
            symmetric: Whether edges have no direction.
        """
        return np.asarray(self.merge_each(chances[None], rounds, symmetric=symmetric)[0])

    def merge_each(self, chances: Chances, rounds: int, *, symmetric: bool) -> NDArray[np.int64]:
        """`(k, n)` tours of `(k, n, n)` chances, see `merge`."""
        if self._patience.ended if self._compiled is None else self._compiled:
            return by_kernels(chances, rounds, symmetric=symmetric, compiled=True)
        by_hand = merge_undirected if symmetric else merge_directed
        with self._patience.counted():
            return np.stack([by_hand(each, rounds) for each in chances])


def by_kernels(
    chances: Chances, rounds: int, *, symmetric: bool, compiled: bool
) -> NDArray[np.int64]:
    """`(k, n)` tours of `(k, n, n)` chances, element by element."""
    count, cities, _ = chances.shape
    own, allowed, sums = np.empty((cities,) * 2), np.empty((cities,) * 2), np.empty((2, cities))
    after, ends = np.empty((2, 2, cities), np.int64)
    tours = np.empty((count, cities), np.int64)
    run_kernel(
        merge_each, compiled, chances.reshape(-1, cities), own, allowed, after, ends, sums, tours,
        rounds, MIN_CHANCE, int(symmetric),
    )  # fmt: skip
    return tours


def merge_each(
    chances: Array, own: Array, allowed: Array, after: Array, ends: Array, sums: Array,
    tours: Array, rounds: int, least: float, symmetric: int,
) -> int:  # fmt: skip
    """Merge one after the other; see `directed` and `undirected`.

    Args:
        chances: `(k n, n)` float64, those of each below those of the one before.
        own: `(n, n)` float64, room, as are the next four.
        allowed: As there.
        after: As there.
        ends: As there.
        sums: As there.
        tours: `(k, n)` int64, out.
        rounds: As there.
        least: As there.
        symmetric: 1 where edges have no direction, else 0.
    """
    cities = len(own)
    for each in range(len(tours)):
        for row in range(cities):
            for column in range(cities):
                own[row, column] = chances[each * cities + row, column]
                allowed[row, column] = 0.0 if row == column else 1.0
            for side in range(2):
                after[side, row], ends[side, row] = -1, row
        if symmetric:
            undirected(own, allowed, after, ends, sums, rounds, least)
        else:
            directed(own, allowed, after, ends, sums, rounds, least)
        walk(after, tours, each, symmetric)
    return 0


def walked(after: NDArray[np.int64], *, symmetric: bool) -> Tour:
    """The tour of a path, see `walk`."""
    tour = np.empty((1, after.shape[1]), np.int64)
    run_kernel(walk, False, after, tour, 0, int(symmetric))
    return np.asarray(tour[0])


def walk(after: Array, tours: Array, each: int, symmetric: int) -> int:
    """Follow a path from its first end on; from the lower end where edges have no direction.

    Args:
        after: `(2, n)` who follows each city, and who comes before; or its two neighbours. -1 for
            none.
        tours: `(k, n)`, of which one is written.
        each: Which.
        symmetric: 1 where edges have no direction, else 0.
    """
    city, last = 0, -1
    while after[1, city] >= 0 and (symmetric == 0 or after[0, city] >= 0):
        city += 1
    for place in range(after.shape[1]):
        tours[each, place] = city
        onward = after[0, city]
        if symmetric and (onward < 0 or onward == last):
            onward = after[1, city]
        last, city = city, onward
    return 0


def merge_directed(chances: Chances, rounds: int) -> Tour:
    """What `directed` does, with numpy."""
    cities = len(chances)
    allowed = ~np.eye(cities, dtype=bool)
    after = np.full((2, cities), -1)
    first, last = np.arange(cities), np.arange(cities)
    balance_sides(chances, allowed, rounds)
    for _ in range(cities - 1):
        start, end = np.unravel_index(chances.argmax(), chances.shape)
        after[0, start], after[1, end] = end, start
        head, tail = first[start], last[end]  # of the path that start and end are now on
        last[head], first[tail] = tail, head
        allowed[start], allowed[:, end], allowed[tail, head] = False, False, False
        balance_sides(chances, allowed, 1)
    return walked(after, symmetric=False)


def merge_undirected(chances: Chances, rounds: int) -> Tour:
    """What `undirected` does, with numpy."""
    cities = len(chances)
    allowed = ~np.eye(cities, dtype=bool)
    after = np.full((2, cities), -1)
    missing, far_end = np.full(cities, 2), np.arange(cities)
    _balance_degrees(chances, allowed, missing, rounds)
    for _ in range(cities - 1):
        pair = np.unravel_index(chances.argmax(), chances.shape)
        for city, other in (pair, pair[::-1]):
            after[2 - missing[city], city] = other
            missing[city] -= 1
            if not missing[city]:
                allowed[city], allowed[:, city] = False, False
        head, tail = far_end[pair[0]], far_end[pair[1]]
        far_end[head], far_end[tail] = tail, head
        for one, other in (pair, (head, tail)):
            allowed[one, other] = allowed[other, one] = False
        _balance_degrees(chances, allowed, missing, 1)
    return walked(after, symmetric=True)


def balance_sides(chances: Chances, allowed: NDArray[np.bool_], rounds: int) -> Chances:
    """Chances of the allowed pairs, such that rows and columns sum to about 1; in place."""
    for _ in range(rounds):
        _forbid(chances, allowed)
        chances /= _nonzero(_row_sums(chances))[:, None]
        chances /= _nonzero(chances.sum(0, keepdims=True))
    return chances


def _balance_degrees(
    chances: Chances, allowed: NDArray[np.bool_], degrees: NDArray[np.int64], rounds: int
) -> Chances:
    """Chances of the allowed pairs, such that rows, and so columns, sum to about `degrees`.

    In place: at 1000 cities new arrays would take most of the time.
    """
    for _ in range(rounds):
        _forbid(chances, allowed)
        scale = np.sqrt(degrees / _nonzero(_row_sums(chances)))
        chances *= scale[:, None]
        chances *= scale
    return chances


def _row_sums(chances: Chances) -> Chances:
    """`(n,)`, each added from the left to the right, as a loop does it, and not in pairs."""
    found: Chances = np.ascontiguousarray(chances.T).sum(0)
    return found


def _forbid(chances: Chances, allowed: NDArray[np.bool_]) -> None:
    """Make chances 0 where they are not allowed, and elsewhere no less than `MIN_CHANCE`."""
    np.maximum(chances, MIN_CHANCE, out=chances)
    chances *= allowed


def _nonzero(sums: Chances) -> Chances:
    return np.where(sums > 0, sums, 1.0)


def directed(
    chances: Array, allowed: Array, after: Array, ends: Array, sums: Array, rounds: int,
    least: float,
) -> int:  # fmt: skip
    """Take the likeliest leg that is allowed, until one path is left.

    Args:
        chances: `(n, n)` float64, in and out.
        allowed: `(n, n)` float64, 1 where a leg may be taken, else 0; in and out.
        after: `(2, n)` int64 of -1: who follows each city, and who comes before; out.
        ends: `(2, n)` int64 of own numbers: first and last city of the path that ends, or begins,
            with each; out.
        sums: `(2, n)` float64, room.
        rounds: Of balancing, before the first.
        least: What no chance that is allowed is below.
    """
    cities = len(chances)
    for step in range(cities):
        for _ in range(1 if step else rounds):
            divide_sides(chances, allowed, after, sums, least)
        if step == cities - 1:
            break
        place = likeliest(chances, after)
        start, end = place // cities, place % cities
        after[0, start], after[1, end] = end, start
        head, tail = ends[0, start], ends[1, end]
        ends[1, head], ends[0, tail] = tail, head
        for other in range(cities):
            allowed[start, other] = 0.0
            allowed[other, end] = 0.0
        allowed[tail, head] = 0.0
    return 0


def divide_sides(chances: Array, allowed: Array, after: Array, sums: Array, least: float) -> int:
    """Divide the allowed chances by the sums of their rows, then by those of their columns.

    Rows of cities that are left already are passed over: none of their chances counts any more.
    """
    cities = len(chances)
    for column in range(cities):
        sums[0, column] = 0.0
    for row in range(cities):
        if after[0, row] >= 0:
            continue
        for column in range(cities):
            chances[row, column] = max(chances[row, column], least) * allowed[row, column]
        total = 0.0
        for column in range(cities):
            total += chances[row, column]
        if total > 0.0:
            for column in range(cities):
                chances[row, column] /= total
                sums[0, column] += chances[row, column]
    return divide_columns(chances, after, sums)


def divide_columns(chances: Array, after: Array, sums: Array) -> int:
    """The second half of `divide_sides`."""
    cities = len(chances)
    for column in range(cities):
        if sums[0, column] == 0.0:
            sums[0, column] = 1.0
    for row in range(cities):
        if after[0, row] >= 0:
            continue
        for column in range(cities):
            chances[row, column] /= sums[0, column]
    return 0


def undirected(
    chances: Array, allowed: Array, after: Array, ends: Array, sums: Array, rounds: int,
    least: float,
) -> int:  # fmt: skip
    """Take the likeliest edge that is allowed, until one path is left; see `directed`.

    `chances[j, i]` is that of the edge from i to j, so that what is done to all rows alike is done
    to numbers that lie side by side. `after` becomes the two neighbours of each city, and
    `ends[0]` the other end of its path.
    """
    cities = len(chances)
    for step in range(cities):
        for _ in range(1 if step else rounds):
            scale_degrees(chances, allowed, after, sums, least)
        if step == cities - 1:
            break
        place = first_largest(chances, sums)
        start, end = place // cities, place % cities
        for side in range(2):
            city, other = (start, end) if side == 0 else (end, start)
            full = 0 if after[0, city] < 0 else 1
            after[full, city] = other
            if full == 1:
                for third in range(cities):
                    allowed[city, third] = 0.0
                    allowed[third, city] = 0.0
        head, tail = ends[0, start], ends[0, end]
        ends[0, head], ends[0, tail] = tail, head
        allowed[start, end], allowed[end, start] = 0.0, 0.0
        allowed[head, tail], allowed[tail, head] = 0.0, 0.0
    return 0


def scale_degrees(chances: Array, allowed: Array, after: Array, sums: Array, least: float) -> int:
    """Scale rows and columns alike, by the root of missing neighbours over the row's sum."""
    cities = len(chances)
    for row in range(cities):
        sums[0, row] = 0.0
    for column in range(cities):
        for row in range(cities):
            chance = max(chances[column, row], least) * allowed[column, row]
            chances[column, row] = chance
            sums[0, row] += chance
    for row in range(cities):
        missing = (1 if after[0, row] < 0 else 0) + (1 if after[1, row] < 0 else 0)
        total = sums[0, row]
        sums[0, row] = (missing / (total if total > 0.0 else 1.0)) ** 0.5
    for column in range(cities):
        for row in range(cities):
            chances[column, row] = chances[column, row] * sums[0, row] * sums[0, column]
    return 0


def first_largest(chances: Array, sums: Array) -> int:
    """The first place of the largest, row by row; `chances` as in `undirected`."""
    cities = len(chances)
    for row in range(cities):
        sums[1, row] = -1.0
    for column in range(cities):
        for row in range(cities):
            sums[1, row] = max(sums[1, row], chances[column, row])
    start = 0
    for row in range(cities):
        if sums[1, row] > sums[1, start]:
            start = row
    end = 0
    while chances[end, start] < sums[1, start]:
        end += 1
    return start * cities + end


def likeliest(chances: Array, after: Array) -> int:
    """The first place of the largest, row by row; rows count until somebody follows."""
    best, place, cities = -1.0, 0, len(chances)
    for row in range(cities):
        if after[0, row] >= 0:
            continue
        for column in range(cities):
            if chances[row, column] > best:
                best, place = chances[row, column], row * cities + column
    return place
