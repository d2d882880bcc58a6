"""Iterated local search on a tour, element by element: plain Python, or compiled by numba.

All in one file, since numba's cache looks for changes in no other than the kernel's own.
Cities are numbers; `tour[spot]` is the city at a spot, and `place` its inverse. Lists of
candidates are `(n, k)`: whom to go to from a city (`leaving`) and whom to come from (`entering`),
cheapest first, so that looking may end at the first that is too dear.
"""

from typing import Any

Array = Any
"""An array, or a memory view of one."""

LINE, WAITING, SPARE, ENDS, KEPT, STATE = range(6)
"""Rows of `room`: cities to look at, first come, first served, as a ring; whether a city stands in
line; a segment on the move; the ends of the legs that a move changed; the tour to go back to; how
far the line is."""

HEAD, COUNT, IDLE = range(3)
"""Columns of `STATE`: where the line begins; how many stand in it; whether nothing was gained since
all cities stood in it."""

ROWS, MIN_ROOM = 6, 8
"""The shape of `room` is `(ROWS, max(n, MIN_ROOM))`."""

ENDLESS = 1 << 62
"""More looks than there will ever be."""

DRAWS = 4
"""Random numbers that one kick uses."""

MIN_CITIES = 4
"""What a kick needs."""


def descend(
    ways: Array, leaving: Array, entering: Array, tour: Array, place: Array, room: Array,
    symmetric: bool, least: float, looks: int,
) -> int:  # fmt: skip
    """Improve a tour until no move helps, or some cities have been looked at; to be called again.

    All cities are looked at again after a gain: a reversal may open a move far from its ends.

    Args:
        ways: `(n, n)` float64, distances.
        leaving: `(n, k)` int64, see above.
        entering: The same.
        tour: `(n,)` int64, in and out.
        place: `(n,)` int64, out.
        room: int64, 0 at first, then kept from call to call.
        symmetric: Whether stretches may be reversed.
        least: The least gain of a move, > 0.
        looks: The most cities to look at, >= 1.

    Returns:
        1 when no move helps, else 0.
    """
    if room[STATE, COUNT] == 0:
        for spot in range(len(tour)):
            place[tour[spot]] = spot
            room[LINE, spot] = tour[spot]
            room[WAITING, spot] = 1
        room[STATE, HEAD], room[STATE, COUNT], room[STATE, IDLE] = 0, len(tour), 1
    if improve(ways, leaving, entering, tour, place, room, symmetric, least, looks) > 0.0:
        room[STATE, IDLE] = 0
    return 1 if room[STATE, COUNT] == 0 and room[STATE, IDLE] == 1 else 0


def climb(
    ways: Array, leaving: Array, entering: Array, tour: Array, place: Array, room: Array,
    symmetric: bool, least: float, draws: Array, longest: int,
) -> int:  # fmt: skip
    """Kick a tour, improve it, go back if it is longer; once for each row of `draws`.

    What is as in `descend` must come from there, with n >= `MIN_CITIES`. `draws` is
    `(kicks, DRAWS)` int64 >= 0, random; `longest` >= 1 the most cities in a segment that a kick
    moves. Returns how many of the kicks led to a tour that was kept.
    """
    kept = 0
    for row in range(len(draws)):
        for spot in range(len(tour)):
            room[KEPT, spot] = tour[spot]
        worse = kick(ways, tour, place, room, draws, row, longest)
        room[STATE, HEAD], room[STATE, COUNT] = 0, enlist(room, 8, 0, 0, len(tour))
        gained = improve(ways, leaving, entering, tour, place, room, symmetric, least, ENDLESS)
        if gained >= worse:
            kept += 1
        else:
            for spot in range(len(tour)):
                tour[spot] = room[KEPT, spot]
                place[tour[spot]] = spot
    return kept


def kick(
    ways: Array, tour: Array, place: Array, room: Array, draws: Array, row: int, longest: int
) -> float:
    """Double-bridge kick: ...a B C D e... becomes ...a D C B e...; notes the 8 ends of its legs.

    The double bridge of Martin, Otto & Felten (1991), of short segments: no exchange of two
    neighbours undoes it. Returns how much longer the tour is.
    """
    cities = len(tour)
    most = min(longest, (cities - 1) // 3)
    begin = draws[row, 0] % cities
    first = 1 + draws[row, 1] % most
    second = 1 + draws[row, 2] % most
    third = 1 + draws[row, 3] % most
    before = legs(ways, tour, room, begin, first, second, third)
    start = (begin + 1) % cities
    swap(tour, place, room, start, first, second + third)
    swap(tour, place, room, start, second, third)
    return float(legs(ways, tour, room, begin, third, second, first) - before)


def legs(
    ways: Array, tour: Array, room: Array, begin: int, first: int, second: int, third: int
) -> float:
    """The length of the legs before, between and after three segments; notes their ends."""
    total, spot = 0.0, begin
    for leg in range(4):
        here, after = tour[spot], tour[(spot + 1) % len(tour)]
        total += ways[here, after]
        room[ENDS, 2 * leg], room[ENDS, 2 * leg + 1] = here, after
        spot = (spot + (first, second, third, 0)[leg]) % len(tour)
    return total


def enlist(room: Array, ends: int, head: int, count: int, cities: int) -> int:
    """Append the noted ends to the queue of `count` from `head` on; returns its length."""
    for end in range(ends):
        city = room[ENDS, end]
        if room[WAITING, city] == 0:
            room[WAITING, city] = 1
            room[LINE, (head + count) % cities] = city
            count += 1
    return count


def improve(
    ways: Array, leaving: Array, entering: Array, tour: Array, place: Array, room: Array,
    symmetric: bool, least: float, looks: int,
) -> float:  # fmt: skip
    """Local search over the queue: the best move at each city, until it is empty or a limit.

    Returns what it gained.
    """
    total, cities = 0.0, len(tour)
    head, count = room[STATE, HEAD], room[STATE, COUNT]
    while count > 0 and looks > 0:
        looks -= 1
        city = room[LINE, head]
        head = (head + 1) % cities
        count -= 1
        room[WAITING, city] = 0
        gained, ends = 0.0, 4
        if symmetric:
            gained = reverse_best(ways, leaving, tour, place, room, city, least)
        if gained == 0.0:
            gained = exchange_best(ways, leaving, entering, tour, place, room, city, least)
            ends = 6
        if gained > 0.0:
            total += gained
            count = enlist(room, ends, head, count, cities)
    room[STATE, HEAD], room[STATE, COUNT] = head, count
    return total


def exchange_best(
    ways: Array, leaving: Array, entering: Array, tour: Array, place: Array, room: Array,
    city: int, least: float,
) -> float:  # fmt: skip
    """The best or-3opt move at `city`: two neighbouring segments exchanged.

    Or-3opt (Kanellakis & Papadimitriou 1980): ...a [f..b] [s..c] e... to ...a [s..c] [f..b] e...,
    a the city. What is gained so far must stay positive (Lin & Kernighan 1973), which misses
    nothing, since some rotation of every gainful move keeps it so.
    """
    cities, best, middle, end = len(tour), least, 0, 0
    base = place[city]
    first = tour[(base + 1) % cities]
    for choice in range(leaving.shape[1]):
        second = leaving[city, choice]
        gained = ways[city, first] - ways[city, second]
        if gained <= 0:
            break
        before = tour[place[second] - 1]
        start = (place[second] - base) % cities
        gained += ways[before, second]
        for other in range(leaving.shape[1]):
            after = leaving[before, other]
            if gained - ways[before, after] <= 0:
                break
            last = tour[place[after] - 1]
            length = (place[last] - base) % cities
            if length >= start:
                saved = gained - ways[before, after] + ways[last, after] - ways[last, first]
                if saved > best:
                    best, middle, end = saved, start, length
        for other in range(entering.shape[1]):
            last = entering[first, other]
            if gained - ways[last, first] <= 0:
                break
            length = (place[last] - base) % cities
            if length >= start:
                after = tour[(place[last] + 1) % cities]
                saved = gained - ways[last, first] + ways[last, after] - ways[before, after]
                if saved > best:
                    best, middle, end = saved, start, length
    if middle == 0:
        return 0.0
    exchange(tour, place, room, base, middle, end)
    return float(best)


def exchange(tour: Array, place: Array, room: Array, base: int, middle: int, end: int) -> None:
    """Exchange the segments at 1 to `middle` - 1 and `middle` to `end` behind the spot `base`."""
    cities = len(tour)
    for leg in range(3):
        spot = base + (0, middle - 1, end)[leg]
        room[ENDS, 2 * leg] = tour[spot % cities]
        room[ENDS, 2 * leg + 1] = tour[(spot + 1) % cities]
    left, right, rest = middle - 1, end - middle + 1, cities - end
    if rest >= left and rest >= right:  # any two of the three: the longest stays where it is
        swap(tour, place, room, (base + 1) % cities, left, right)
    elif left >= right:
        swap(tour, place, room, (base + middle) % cities, right, rest)
    else:
        swap(tour, place, room, (base + end + 1) % cities, rest, left)


def swap(tour: Array, place: Array, room: Array, start: int, left: int, right: int) -> None:
    """Exchange the segments of `left` and `right` cities that begin at `start`."""
    cities = len(tour)
    for step in range(left):
        room[SPARE, step] = tour[(start + step) % cities]
    for step in range(left + right):
        spot = (start + step) % cities
        city = tour[(spot + left) % cities] if step < right else room[SPARE, step - right]
        tour[spot] = city
        place[city] = spot


def reverse_best(
    ways: Array, near: Array, tour: Array, place: Array, room: Array, city: int, least: float
) -> float:
    """The best 2-opt move at `city` (Croes 1958): a segment reversed."""
    cities, best, mate, way = len(tour), least, -1, 0
    for side in (1, -1):
        beside = tour[(place[city] + side) % cities]
        for choice in range(near.shape[1]):
            other = near[city, choice]
            gained = ways[city, beside] - ways[city, other]
            if gained <= 0:
                break
            after = tour[(place[other] + side) % cities]
            saved = gained + ways[other, after] - ways[beside, after]
            if saved > best:
                best, mate, way = saved, other, side
    if mate < 0:
        return 0.0
    if way == 1:
        reverse(tour, place, room, place[city] + 1, place[mate])
    else:
        reverse(tour, place, room, place[mate], place[city] - 1)
    return float(best)


def reverse(tour: Array, place: Array, room: Array, first: int, last: int) -> None:
    """Reverse the stretch between two spots, or the rest of the tour, which is as good."""
    cities = len(tour)
    length = (last - first) % cities + 1
    room[ENDS, 0], room[ENDS, 1] = tour[(first - 1) % cities], tour[first % cities]
    room[ENDS, 2], room[ENDS, 3] = tour[last % cities], tour[(last + 1) % cities]
    if 2 * length > cities:
        first, last, length = last + 1, first - 1, cities - length
    for step in range(length // 2):
        one, two = (first + step) % cities, (last - step) % cities
        tour[one], tour[two] = tour[two], tour[one]
        place[tour[one]], place[tour[two]] = one, two
