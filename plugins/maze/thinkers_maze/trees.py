"""Spanning trees of rooms: kernels that run as plain Python or compiled, with one result.

Each opens rooms and the doors between them in a flat grid (`board.py`), and takes all chance from
numbers drawn before.
"""

from typing import Any

Flat = Any
"""A one-dimensional array or memory view."""


def backtrack(grid: Flat, tried: Flat, turns: Flat, stack: Flat, root: int) -> int:
    """Depth-first: go on to a neighbour not yet reached, at random; step back where there is none.

    Args:
        grid: All wall.
        tried: uint8, for each position 5 times the number of its order of neighbours; counts up.
        turns: The orders.
        stack: Room for as many positions as there are rooms.
        root: The room to begin in.
    """
    depth = 0
    stack[0] = root
    grid[root] = 1
    while depth >= 0:
        here = stack[depth]
        turn = tried[here]
        there = here + turns[turn]
        if there == here:
            depth -= 1
            continue
        tried[here] = turn + 1
        if grid[there] == 0:
            grid[there] = 1
            grid[(here + there) // 2] = 1
            depth += 1
            stack[depth] = there
    return 0


def walk(grid: Flat, steps: Flat, turns: Flat, rooms: Flat, leaving: Flat, state: Flat) -> int:
    """Loop-erased random walks into the tree: uniform over all spanning trees (Wilson 1996).

    Goes on from `state` until the tree spans all rooms or the steps are used up.

    Args:
        grid: Open where the tree is; the root is open from the start.
        steps: uint8 random numbers 0 … 3, one a step; a step out of the maze is drawn again.
        turns: The steps of the four numbers.
        rooms: Positions of all rooms.
        leaving: The step by which each position was last left.
        state: Number of the room that the walk set out from, and position of the walker.

    Returns:
        1 when the tree is complete, 0 when more steps are needed.
    """
    begin, here = state[0], state[1]
    for used in range(len(steps)):
        step = turns[steps[used]]
        there = here + step
        if grid[there] == 2:
            continue
        leaving[here] = step
        here = there
        if grid[here] == 0:
            continue
        cell = rooms[begin]
        while grid[cell] == 0:
            grid[cell] = 1
            grid[cell + leaving[cell] // 2] = 1
            cell += leaving[cell]
        while begin < len(rooms) and grid[rooms[begin]] != 0:
            begin += 1
        if begin == len(rooms):
            return 1
        here = rooms[begin]
    state[0] = begin
    state[1] = here
    return 0


def grow(grid: Flat, chances: Flat, turns: Flat, doors: Flat, root: int) -> int:
    """Open a random door on the rim of the tree, again and again (randomised Prim).

    Args:
        grid: All wall.
        chances: float64 in [0, 1), one for each choice: at most the number of doors, and one.
        turns: The steps to the four neighbours, then a 0.
        doors: Room for as many doors as there are, and one: 5 times the room before the door,
            and the number of the step through it.
        root: The room to begin in.
    """
    count, used = 1, 0
    doors[0] = 5 * root + 4
    while count > 0:
        pick = int(chances[used] * count)
        used += 1
        door = doors[pick]
        count -= 1
        doors[pick] = doors[count]
        step = turns[door % 5]
        here = door // 5 + step
        if grid[here] != 0:
            continue
        grid[here] = 1
        grid[here - step // 2] = 1
        for turn in range(4):
            if grid[here + turns[turn]] == 0:
                doors[count] = 5 * here + turn
                count += 1
    return 0


def join(grid: Flat, doors: Flat, halves: Flat, leader: Flat) -> int:
    """Open the doors, in order, that join two clusters of rooms (Kruskal 1956).

    Args:
        grid: Where to open them.
        doors: Positions of doors.
        halves: The way from each door to its rooms.
        leader: Of each position, a room of its cluster that is nearer to the root of the cluster,
            or the room itself; all are their own at first.

    Returns:
        How many doors were opened.
    """
    opened = 0
    for number in range(len(doors)):
        one = doors[number] - halves[number]
        other = doors[number] + halves[number]
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        while leader[other] != other:
            leader[other] = leader[leader[other]]
            other = leader[other]
        if one != other:
            leader[one] = other
            grid[doors[number]] = 1
            opened += 1
    return opened
