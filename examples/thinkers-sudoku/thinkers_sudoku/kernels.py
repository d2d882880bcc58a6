"""Backtracking on bit masks; numba compiles it where it is installed, and Python runs it too.

A unit is a row, a column or a box, numbered in this order, 3 n in all; of each there is a mask of
the digits that it has, digit d as bit d - 1.
"""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def unit_of(cell: int, kind: int, side: int, box: int) -> int:
    """The unit of a cell: of kind 0 its row, 1 its column, 2 its box."""
    row, column = cell // side, cell % side
    if kind == 0:
        return row
    if kind == 1:
        return side + column
    return 2 * side + row // box * box + column // box


def cell_of(unit: int, place: int, side: int, box: int) -> int:
    """The cell at a place, 0 to n - 1, of a unit."""
    number = unit % side
    if unit < side:
        return number * side + place
    if unit < 2 * side:
        return place * side + number
    return (number // box * box + place // box) * side + number % box * box + place % box


def fitting(units: Numbers, cell: int, side: int, box: int) -> int:
    """The mask of the digits that none of a cell's units has."""
    taken = units[unit_of(cell, 0, side, box)] | units[unit_of(cell, 1, side, box)]
    return int(((1 << side) - 1) & ~(taken | units[unit_of(cell, 2, side, box)]))


def flip(units: Numbers, cell: int, digit: int, side: int, box: int) -> int:
    """Enter a digit in the masks of a cell's units, or take it out again."""
    for kind in range(3):
        units[unit_of(cell, kind, side, box)] ^= 1 << (digit - 1)
    return 0


def choose(
    cells: Numbers, units: Numbers, order: Numbers, left: Numbers, side: int, box: int, depth: int
) -> int:
    """Decide where to go on: the cell to `order[depth]`, what to try there to `left[depth]`.

    It is where nothing fits, else a digit's only place in a unit, else the cell where the fewest
    digits fit.

    Returns:
        The mask of what to try; 0 at a dead end.
    """
    least = side + 1
    for cell in range(side * side):
        if cells[cell] == 0:
            options = fitting(units, cell, side, box)
            rest, count = options, 0
            while rest:
                rest &= rest - 1
                count += 1
            if count < least:
                least, order[depth], left[depth] = count, cell, options
            if least == 0:
                return 0
    if least > 1 and only_place(cells, units, order, left, side, box, depth) < 0:
        return 0
    return int(left[depth])


def only_place(
    cells: Numbers, units: Numbers, order: Numbers, left: Numbers, side: int, box: int, depth: int
) -> int:
    """Look for a unit where a digit has one place left, for `choose`; -1 where one has none."""
    for unit in range(3 * side):
        once, twice = 0, 0
        for place in range(side):
            cell = cell_of(unit, place, side, box)
            if cells[cell] == 0:
                options = fitting(units, cell, side, box)
                twice |= once & options
                once |= options
        if ((1 << side) - 1) & ~(once | units[unit]):
            return -1
        alone = once & ~twice
        alone &= -alone
        if alone:
            for place in range(side):
                cell = cell_of(unit, place, side, box)
                if cells[cell] == 0 and fitting(units, cell, side, box) & alone:
                    order[depth], left[depth] = cell, alone
            return 1
    return 0


def search(
    cells: Numbers, found: Numbers, units: Numbers, order: Numbers, left: Numbers,
    ends: Numbers, side: int, box: int, most: int,
) -> int:  # fmt: skip
    """Count the solutions of a grid, up to `most`.

    Args:
        cells: `(n²,)`, 0 where empty; worked in.
        found: `(n²,)`, gets the first solution.
        units: `(3 n,)`, worked in.
        order: `(n²,)`, worked in: the cells in the order in which they are filled in.
        left: `(n²,)`, worked in: the masks of the digits that are still to be tried there.
        ends: `(1,)`, gets the number of dead ends that were met.
        side: n.
        box: √n.
        most: Solutions after which to stop.
    """
    empty = begin(cells, found, units, ends, side, box)
    if empty <= 0:
        return 1 + empty
    solutions = depth = 0
    if choose(cells, units, order, left, side, box, 0) == 0:
        ends[0] += 1
        return 0
    while depth >= 0 and solutions < most:
        cell = order[depth]
        if cells[cell]:
            flip(units, cell, cells[cell], side, box)
            cells[cell] = 0
        if left[depth] == 0:
            depth -= 1
            continue
        digit = 1
        while not (left[depth] >> (digit - 1)) & 1:
            digit += 1
        left[depth] ^= 1 << (digit - 1)
        cells[cell] = digit
        flip(units, cell, digit, side, box)
        if depth + 1 == empty:
            solutions += 1
            if solutions == 1:
                for each in range(side * side):
                    found[each] = cells[each]
        elif choose(cells, units, order, left, side, box, depth + 1) == 0:
            ends[0] += 1
        else:
            depth += 1
    return solutions


def begin(
    cells: Numbers, found: Numbers, units: Numbers, ends: Numbers, side: int, box: int
) -> int:
    """Enter the clues, for `search`; the number of empty cells, or -1 where clues clash."""
    empty = ends[0] = 0
    for unit in range(3 * side):
        units[unit] = 0
    for cell in range(side * side):
        digit = cells[cell]
        found[cell] = digit
        if digit == 0:
            empty += 1
        elif not (fitting(units, cell, side, box) >> (digit - 1)) & 1:
            return -1
        else:
            flip(units, cell, digit, side, box)
    return empty


def dig(
    cells: Numbers, ways: Numbers, work: Numbers, found: Numbers, units: Numbers, order: Numbers,
    left: Numbers, ends: Numbers, side: int, box: int, blanks: int,
) -> int:  # fmt: skip
    """Empty cells, one after the other, where one solution stays; the number of empty cells.

    Args:
        cells: `(n²,)`, a full grid; gets the puzzle.
        ways: `(n²,)`, the cells in the order in which they are tried.
        work: `(n²,)`, worked in; and so are the others, as in `search`.
        found: `(n²,)`.
        units: `(3 n,)`.
        order: `(n²,)`.
        left: `(n²,)`.
        ends: `(1,)`.
        side: n.
        box: √n.
        blanks: How many cells to empty at most.
    """
    emptied = 0
    for turn in range(side * side):
        if emptied == blanks:
            break
        digit = cells[ways[turn]]
        cells[ways[turn]] = 0
        for cell in range(side * side):
            work[cell] = cells[cell]
        if search(work, found, units, order, left, ends, side, box, 2) == 1:
            emptied += 1
        else:
            cells[ways[turn]] = digit
    return emptied
