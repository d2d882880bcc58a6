"""Ascent to the Held-Karp bound, element by element: plain Python, or compiled by numba.

All in one file, since numba's cache looks for changes in no other than the kernel's own. All
numbers are whole, so that every bound is exact: distances and penalties in a unit of the caller's.

Each leg from i to j costs its distance, the penalty for leaving i and that for entering j; so each
tour costs all penalties more than its length. The city `ROOT` apart, a tour is a tree, whichever
way its legs lead; and it leaves and enters the root. The cheapest tree, leg from and leg to the
root, less all penalties, are hence no longer than any tour (Held & Karp 1970, who have symmetric
distances and one penalty a city).
"""

from typing import Any

Array = Any
"""An array, or a memory view of one."""

LEAVING, ENTERING = range(2)
"""Rows of penalties; of `room`, how many legs too many leave and enter each city."""

FORMER, REACH, MATE, TURNED, OUTSIDE = 2, 4, 5, 6, 7
"""Rows of `room`: the same counts one tree before (two rows); the cheapest leg that joins a city to
the tree; its other end; whether it leads to the tree; the cities that are not joined yet."""

ROWS = 8
"""The shape of `room` is `(ROWS, n)`, of `out` `(2,)`."""

ROOT = 0

FAR = 1 << 62
"""More than anything costs."""

LARGE, SMALL, POWER = 200, 8, 3
"""The first step is the bound over 2 n (Valenzuela & Jones 1997), with `LARGE` / n of it, at most
`SMALL`, where there are fewer cities; steps fall to 0 with this power (ours, by measurement)."""

NEW, OLD, PARTS = 6, 4, 10
"""A penalty follows 6/10 of these counts and 4/10 of those before (Volgenant & Jonker 1982)."""


def ascend(
    ways: Array, back: Array, penalties: Array, best: Array, room: Array,
    symmetric: bool, rounds: int, most: int,
) -> int:  # fmt: skip
    """The highest bound on a way of `rounds` trees; penalties rise where too many legs meet.

    Args:
        ways: `(n, n)` int64 distances, n >= 3; nothing leads from a city to itself.
        back: Transposed.
        penalties: `(2, n)` int64, where to begin, out: where the way ended.
        best: `(2, n)` int64, out: the penalties that give the bound.
        room: `(ROWS, n)` int64.
        symmetric: Whether `ways` is its transpose; leaving and entering then cost the same.
        rounds: How many trees, >= 1.
        most: Penalties stay within plus and minus this.

    Returns:
        The bound.
    """
    cities = len(ways)
    highest, step = -FAR, 0
    for number in range(rounds):
        bound = one_tree(ways, back, penalties, room, symmetric)
        if bound > highest:
            highest = bound
            keep(penalties, best)
            step = abs(bound) // (2 * cities) * min(max(LARGE // cities, 1), SMALL)
        left, stride = rounds - number, step
        for _ in range(POWER):
            stride = stride // rounds * left
        if follow(penalties, room, symmetric, number == 0, stride, most) == 0:
            break  # this tree is a tour: no bound is higher
    return highest


def keep(penalties: Array, best: Array) -> int:
    """Copy penalties."""
    for city in range(penalties.shape[1]):
        best[LEAVING, city] = penalties[LEAVING, city]
        best[ENTERING, city] = penalties[ENTERING, city]
    return 0


def follow(
    penalties: Array, room: Array, symmetric: bool, first: bool, stride: int, most: int
) -> int:
    """Move all penalties along the counts, by `stride` for each leg too many.

    Returns how many cities have another number of legs than a tour gives them.
    """
    uneven = 0
    for city in range(penalties.shape[1]):
        if symmetric:
            both = room[LEAVING, city] + room[ENTERING, city]
            room[LEAVING, city], room[ENTERING, city] = both, both
        if room[LEAVING, city] != 0 or room[ENTERING, city] != 0:
            uneven += 1
        for side in range(2):
            count = room[side, city]
            before = count if first else room[FORMER + side, city]
            moved = penalties[side, city] + (NEW * count + OLD * before) * stride // PARTS
            penalties[side, city] = min(max(moved, -most), most)
            room[FORMER + side, city] = count
    return uneven


def one_tree(ways: Array, back: Array, penalties: Array, room: Array, symmetric: bool) -> int:
    """What the cheapest tree and legs of the root cost, less all penalties; counts to `room`."""
    cities = len(ways)
    total = 0
    for city in range(cities):
        total -= penalties[LEAVING, city] + penalties[ENTERING, city]
        room[LEAVING, city], room[ENTERING, city] = -1, -1
        room[REACH, city], room[OUTSIDE, city] = FAR, city
    total += grow(ways, back, penalties, room, symmetric)
    return total + close(ways, back, penalties, room)


def grow(ways: Array, back: Array, penalties: Array, room: Array, symmetric: bool) -> int:
    """The cost of the cheapest tree through all cities but the root (Prim 1957)."""
    here, total = len(ways) - 1, 0
    for outside in range(here - 1, ROOT, -1):  # joined cities leave the list, which shrinks to them
        leave, enter = penalties[LEAVING, here], penalties[ENTERING, here]
        spot, least = 1, FAR
        for place in range(1, outside + 1):
            city = room[OUTSIDE, place]
            cost = ways[here, city] + leave + penalties[ENTERING, city]
            turned = 0
            if not symmetric:
                other = back[here, city] + enter + penalties[LEAVING, city]
                if other < cost:
                    cost, turned = other, 1
            if cost < room[REACH, city]:
                room[REACH, city], room[MATE, city], room[TURNED, city] = cost, here, turned
            if room[REACH, city] < least:
                spot, least = place, room[REACH, city]
        here = room[OUTSIDE, spot]
        room[OUTSIDE, spot] = room[OUTSIDE, outside]
        count(room, room[MATE, here], here, room[TURNED, here])
        total += least
    return total


def count(room: Array, mate: int, city: int, turned: int) -> int:
    """Count a leg from the mate to the city, or turned."""
    room[turned, mate] += 1
    room[1 - turned, city] += 1
    return 0


def close(ways: Array, back: Array, penalties: Array, room: Array) -> int:
    """The cost of the cheapest legs from the root to one city and from another back."""
    first, second = FAR, FAR  # the cheapest ways out
    out, way_out, way_home, least = -1, -1, -1, FAR
    spare = -1
    for city in range(1, len(ways)):
        cost = ways[ROOT, city] + penalties[ENTERING, city]
        if cost < first:
            second, spare, first, out = first, out, cost, city
        elif cost < second:
            second, spare = cost, city
    for city in range(1, len(ways)):
        cost = back[ROOT, city] + penalties[LEAVING, city]
        cost += second if city == out else first
        if cost < least:
            least, way_home, way_out = cost, city, spare if city == out else out
    room[LEAVING, ROOT] += 1
    room[ENTERING, ROOT] += 1
    room[ENTERING, way_out] += 1
    room[LEAVING, way_home] += 1
    return int(least + penalties[LEAVING, ROOT] + penalties[ENTERING, ROOT])
