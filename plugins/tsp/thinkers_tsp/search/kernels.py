"""Lin-Kernighan search on a tour, element by element: plain Python, or compiled by numba.

All in one file, since numba's cache looks for changes in no other than the kernel's own.

Cities are numbers; `tour[spot]` is the city at a spot, and `place` its inverse. A move takes k legs
out of the tour, which falls into k segments, and joins these by k others, leg after leg: each new
leg begins where the last one taken out ended (Lin & Kernighan 1973). What is gained so far stays
positive, which misses nothing, since some rotation of every gainful move keeps it so. Between, the
legs need not make a tour: whether they do is asked of the segments, and only where closing the way
would gain (Helsgaun 2000). Where distances are not symmetric, no segment is turned (Kanellakis &
Papadimitriou 1980).

Arrays that all have in common:

    ways     `(n, n)` float64, what legs cost; or `(n, axes)`, places between which that is measured
    dues     `(3, max(n, MIN_ROOM))` float64, what leaving and entering each city costs besides, the
             same where legs are symmetric; and room for what is gained at each depth
    near     `(n, k)` int64, to which cities legs from each are tried, the cheapest first
    legs     `(n, k)` float64, what these cost
    tour     `(n,)` int64, in and out
    place    `(n,)` int64, in and out
    room     `(ROWS, max(n, MIN_ROOM))` int64, zeros at first, then kept from call to call
    journal  `(2, any)` int64, at least n: spots that were written since the last kick, and what
             stood there
"""

from math import ceil, floor, sqrt
from typing import Any

Array = Any
"""An array, or a memory view of one."""

LINE, WAITING, SPARE, STATE, ENDS, SIDES, OWNERS, CUTS, ORDER, TURNED, CHOICES = range(11)
"""Rows of `room`: cities to look at, first come, first served, as a ring; whether a city stands in
line; segments on the move; see below; the ends of the legs that a move takes out, two by two, each
the second of one the first of the next that is put in; of which segment's begin or end each is, and
the inverse; spots that legs begin at, ascending; segments in their new order; whether they are
turned; the next choice at each depth."""

HEAD, COUNT, WRITTEN, IDLE = range(4)
"""Columns of `STATE`: where the line begins; how many stand in it; how long the journal is; whether
nothing was gained since all cities stood in line."""

ROWS, MIN_ROOM = 11, 16

GAINS = 2
"""The last row of `dues`."""

BREADTH, DIRECTED = (0, 6, 6, 3, 1), (0, 6, 5, 5, 3)
"""How many candidates are tried for the first leg that is put in (place 1), the second, and so on;
the last leg closes the way. Where no segment is turned fewer moves of few legs make a tour, and
looking further pays (our choice; `benchmarks/search.py` measures it)."""

DEPTH = len(BREADTH)
"""Most legs that a move exchanges."""

ENDLESS = 1 << 62
"""More looks than there will ever be."""

DRAWS = 4
"""Random numbers that one kick uses."""

MIN_CITIES = 5
"""What a kick needs."""

MATRIX, STRAIGHT, NEAREST, UP, DOWN, ALONG, WIDEST = range(7)
"""Costs that are written down; straight lines, as they are or rounded; along the axes, and along
the longest one, rounded."""


def descend(
    ways: Array, metric: int, dues: Array, near: Array, legs: Array, tour: Array, place: Array,
    room: Array, journal: Array, symmetric: bool, least: float, looks: int,
) -> int:  # fmt: skip
    """Improve a tour until no move helps, or some cities have been looked at; to be called again.

    All cities are looked at again after a gain: a turn may open a move far from its ends.

    Segments may be turned where `symmetric` is True. `metric` says how legs are measured; `least`,
    > 0, is the least gain of a move; `looks`, >= 1, the most cities to look at. Returns 1 when no
    move helps, else 0.
    """
    if room[STATE, COUNT] == 0:
        for spot in range(len(tour)):
            place[tour[spot]] = spot
            room[LINE, spot] = tour[spot]
            room[WAITING, spot] = 1
        room[STATE, HEAD], room[STATE, COUNT], room[STATE, IDLE] = 0, len(tour), 1
    room[STATE, WRITTEN] = 0
    gained = improve(
        ways, metric, dues, near, legs, tour, place, room, journal, symmetric, least,
        looks,
    )  # fmt: skip
    if gained > 0.0:
        room[STATE, IDLE] = 0
    return 1 if room[STATE, COUNT] == 0 and room[STATE, IDLE] == 1 else 0


def climb(
    ways: Array, metric: int, dues: Array, near: Array, legs: Array, tour: Array, place: Array,
    room: Array, journal: Array, symmetric: bool, least: float, draws: Array,
) -> int:  # fmt: skip
    """Kick a tour, improve it, go back if it is longer; once for each row of `draws`.

    What is as in `descend` must come from there, with n >= `MIN_CITIES`. `draws` is
    `(kicks, DRAWS)` int64, random: the spot that a kick begins at, and how many cities there are
    in each of its segments. Nobody stands in line afterwards: where the journal is full before the
    line is empty, what is longer until then is undone, and else it goes on from there. Returns how
    many of the kicks led to a tour that was kept.
    """
    kept = 0
    for row in range(len(draws)):
        room[STATE, WRITTEN] = 0
        worse = kick(ways, metric, dues, tour, place, room, journal, draws, row)
        gained = improve(
            ways, metric, dues, near, legs, tour, place, room, journal, symmetric, least,
            ENDLESS,
        )  # fmt: skip
        while gained >= worse and room[STATE, COUNT] > 0:  # the journal is full; it is to be kept
            room[STATE, WRITTEN] = 0
            gained += improve(
                ways, metric, dues, near, legs, tour, place, room, journal, symmetric, least,
                ENDLESS,
            )  # fmt: skip
        if gained >= worse:
            kept += 1
        else:
            undo(tour, place, room, journal)
    return kept


def cost(ways: Array, metric: int, dues: Array, here: int, there: int) -> float:
    """What the leg from one city to another costs."""
    due = float(dues[0, here] + dues[1, there])
    if metric == MATRIX:
        return float(ways[here, there] + due)
    squares, total, most = 0.0, 0.0, 0.0
    for axis in range(ways.shape[1]):
        offset = abs(ways[here, axis] - ways[there, axis])
        squares += offset * offset
        total += offset
        most = max(most, offset)
    if metric == ALONG:
        return float(floor(total + 0.5) + due)
    if metric == WIDEST:
        return float(floor(most + 0.5) + due)
    line = sqrt(squares)
    if metric == NEAREST:
        return float(floor(line + 0.5) + due)
    if metric == UP:
        return float(ceil(line) + due)
    return float((floor(line) if metric == DOWN else line) + due)


def measure(ways: Array, metric: int, dues: Array, near: Array, legs: Array) -> int:
    """Fill `legs`; returns 0."""
    for city in range(near.shape[0]):
        for pick in range(near.shape[1]):
            legs[city, pick] = cost(ways, metric, dues, city, near[city, pick])
    return 0


def kick(
    ways: Array, metric: int, dues: Array, tour: Array, place: Array, room: Array,
    journal: Array, draws: Array, row: int,
) -> float:  # fmt: skip
    """Double-bridge kick: ...a B C D e... becomes ...a D C B e...; its ends stand in line.

    The double bridge of Martin, Otto & Felten (1991), of short segments: no sequence of legs
    undoes it. Returns how much more the tour costs.
    """
    cities = len(tour)
    spot = draws[row, 0]
    for cut in range(4):
        room[ENDS, 2 * cut], room[ENDS, 2 * cut + 1] = tour[spot], tour[(spot + 1) % cities]
        room[CUTS, cut] = spot
        spot = (spot + draws[row, 1 + cut % 3]) % cities
        room[ORDER, cut], room[TURNED, cut] = 3 - cut, 0
    worse = 0.0
    for cut in range(4):
        worse -= cost(ways, metric, dues, room[ENDS, 2 * cut], room[ENDS, 2 * cut + 1])
    # the segment behind cut j is j; they come as 3 2 1 0, so j ends where that before it begins
    for cut in range(4):
        end = room[ENDS, (2 * cut + 2) % 8]
        worse += cost(ways, metric, dues, end, room[ENDS, 2 * ((cut + 3) % 4) + 1])
    rewrite(tour, place, room, journal, 4)
    enlist(room, 8, cities)
    return worse


def enlist(room: Array, ends: int, cities: int) -> int:
    """Have the ends of a move stand in line; returns how many do."""
    for end in range(ends):
        city = room[ENDS, end]
        if room[WAITING, city] == 0:
            room[WAITING, city] = 1
            room[LINE, (room[STATE, HEAD] + room[STATE, COUNT]) % cities] = city
            room[STATE, COUNT] += 1
    return int(room[STATE, COUNT])


def improve(
    ways: Array, metric: int, dues: Array, near: Array, legs: Array, tour: Array, place: Array,
    room: Array, journal: Array, symmetric: bool, least: float, looks: int,
) -> float:  # fmt: skip
    """Moves at the cities in line, until it is empty, or a limit; returns what they gain.

    It ends, too, when the journal has no room for a move.
    """
    total, cities = 0.0, len(tour)
    while room[STATE, COUNT] > 0 and looks > 0:
        looks -= 1
        if room[STATE, WRITTEN] + cities > journal.shape[1]:
            break
        city = room[LINE, room[STATE, HEAD]]
        room[STATE, HEAD] = (room[STATE, HEAD] + 1) % cities
        room[STATE, COUNT] -= 1
        room[WAITING, city] = 0
        for side in range(2 if symmetric else 1):
            other = beside(tour, place, city, side)
            room[ENDS, 0], room[ENDS, 1] = (city, other) if symmetric else (other, city)
            dues[GAINS, 1] = cost(ways, metric, dues, city, other)
            gained = move(
                ways, metric, dues, near, legs, tour, place, room, journal, symmetric, least
            )
            if gained > 0.0:
                total += gained
                break
    return total


def move(
    ways: Array, metric: int, dues: Array, near: Array, legs: Array, tour: Array, place: Array,
    room: Array, journal: Array, symmetric: bool, least: float,
) -> float:  # fmt: skip
    """The first move found that takes out the leg of the first two ends; returns what it gains.

    Where nothing is turned the ends of a leg are noted the second first, so that each leg that is
    put in begins at a city that has lost the one that it was left by.
    """
    depth, room[CHOICES, 1] = 1, 0
    while depth > 0:
        choice, end = room[CHOICES, depth], room[ENDS, 2 * depth - 1]
        room[CHOICES, depth] += 1
        pick, side = (choice // 2, choice % 2) if symmetric else (choice, 1)
        if (
            pick >= min(BREADTH[depth] if symmetric else DIRECTED[depth], near.shape[1])
            or dues[GAINS, depth] - legs[end, pick] <= least
        ):
            depth -= 1
            continue
        there = near[end, pick]
        beyond = beside(tour, place, there, side)
        if not takes(tour, place, room, depth, there, beyond, symmetric):
            continue
        gained = dues[GAINS, depth] - legs[end, pick]
        if symmetric:
            gained += cost(ways, metric, dues, there, beyond)
        else:
            gained += cost(ways, metric, dues, beyond, there)
        room[ENDS, 2 * depth], room[ENDS, 2 * depth + 1] = there, beyond
        if beyond != room[ENDS, 0]:
            saved = gained - cost(ways, metric, dues, beyond, room[ENDS, 0])
            if saved > least and joins(place, room, depth + 1, len(tour)):
                rewrite(tour, place, room, journal, depth + 1)
                enlist(room, 2 * depth + 2, len(tour))
                return float(saved)
        if depth + 1 < DEPTH:
            depth += 1
            dues[GAINS, depth], room[CHOICES, depth] = gained, 0
    return 0.0


def beside(tour: Array, place: Array, city: int, side: int) -> int:
    """The city that follows, or where `side` is 1 the one before."""
    spot = place[city]
    if side == 1:
        return int(tour[spot - 1 if spot > 0 else len(tour) - 1])
    return int(tour[spot + 1 if spot + 1 < len(tour) else 0])


def takes(
    tour: Array, place: Array, room: Array, legs: int, there: int, beyond: int, symmetric: bool
) -> bool:
    """Whether a leg to `there` may be put in, and that from there to `beyond` taken out.

    Not if the first stands there, or the second is out already.
    """
    end = room[ENDS, 2 * legs - 1]
    if beyond == end or (symmetric and beside(tour, place, end, 0) == there):
        return False
    if symmetric and beside(tour, place, end, 1) == there:
        return False
    for leg in range(legs):
        one, other = room[ENDS, 2 * leg], room[ENDS, 2 * leg + 1]
        if (there == one and beyond == other) or (there == other and beyond == one):
            return False
    return True


def joins(place: Array, room: Array, legs: int, cities: int) -> bool:
    """Whether the new legs join all segments; if so, their order is noted, the longest first."""
    for leg in range(legs):  # sorted by where they are
        one, other = place[room[ENDS, 2 * leg]], place[room[ENDS, 2 * leg + 1]]
        forward = other == one + 1 or other == one + 1 - cities
        cut, rank = one if forward else other, leg
        while rank > 0 and room[CUTS, rank - 1] > cut:
            room[CUTS, rank], room[ORDER, rank] = room[CUTS, rank - 1], room[ORDER, rank - 1]
            rank -= 1
        room[CUTS, rank], room[ORDER, rank] = cut, 2 * leg + (0 if forward else 1)
    longest, begin = 0, 0
    for rank in range(legs):  # segment `rank` lies behind the cut
        before = room[ORDER, rank]  # the end before the cut, and behind it the other of the leg
        side, other = 2 * ((rank + legs - 1) % legs) + 1, 2 * rank
        room[SIDES, before], room[SIDES, before ^ 1] = side, other
        room[OWNERS, side], room[OWNERS, other] = before, before ^ 1
        length = room[CUTS, (rank + 1) % legs] - room[CUTS, rank]
        length = length if length > 0 else length + cities
        if length > longest:
            longest, begin = length, rank
    side, count = 2 * begin, 0
    while count < legs:
        room[ORDER, count], room[TURNED, count] = side // 2, side % 2
        count += 1
        leaves = room[OWNERS, side ^ 1]
        enters = (leaves + 1 if leaves % 2 == 1 else leaves + 2 * legs - 1) % (2 * legs)
        side = room[SIDES, enters]
        if side == 2 * begin:
            break
    return bool(count == legs and side == 2 * begin)


def rewrite(tour: Array, place: Array, room: Array, journal: Array, legs: int) -> int:
    """Put segments in their new order behind the first, which stays; notes what was there.

    Returns how many spots were written.
    """
    cities, length = len(tour), 0
    for rank in range(1, legs):
        segment = room[ORDER, rank]
        begin, end = room[CUTS, segment] + 1, room[CUTS, (segment + 1) % legs]
        size = end - begin + 1
        size = size if size > 0 else size + cities
        spot, step = (end, -1) if room[TURNED, rank] == 1 else (begin, 1)
        for _ in range(size):
            spot = spot - cities if spot >= cities else (spot + cities if spot < 0 else spot)
            room[SPARE, length] = tour[spot]
            length += 1
            spot += step
    spot, written = room[CUTS, (room[ORDER, 0] + 1) % legs], room[STATE, WRITTEN]
    for number in range(length):
        spot = spot + 1 if spot + 1 < cities else 0
        city = room[SPARE, number]
        if tour[spot] != city:
            journal[0, written], journal[1, written] = spot, tour[spot]
            written += 1
            tour[spot] = city
            place[city] = spot
    room[STATE, WRITTEN] = written
    return length


def undo(tour: Array, place: Array, room: Array, journal: Array) -> int:
    """Write back what the journal says, the last first; nobody stands in line any more."""
    written = room[STATE, WRITTEN]
    for entry in range(written - 1, -1, -1):
        spot, city = journal[0, entry], journal[1, entry]
        tour[spot] = city
        place[city] = spot
    room[STATE, WRITTEN] = 0
    while room[STATE, COUNT] > 0:
        room[STATE, COUNT] -= 1
        room[WAITING, room[LINE, (room[STATE, HEAD] + room[STATE, COUNT]) % len(tour)]] = 0
    return int(written)
