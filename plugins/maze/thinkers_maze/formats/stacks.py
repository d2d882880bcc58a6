"""Many grids of letters as mazes: those of one shape are read together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.formats.grid import (
    ENDS,
    MARKS,
    NOTE,
    STARTS,
    UNKNOWN,
    WALLS,
    Codes,
    Labelled,
    codes_of,
    letters_of,
    rim_of,
    to_maze,
)
from thinkers_maze.instance import Cell, Marks, MazeInstance
from thinkers_maze.reading import NOWHERE, Given

AT_ONCE = 1 << 20
"""Cells of the grids that are read together."""


class Grid(NamedTuple):
    """A grid of a file.

    Attributes:
        text: Its letters, row by row.
        shape: Rows and columns.
        where: Where it came from, for messages.
        note: What is noted beside it.
    """

    text: str
    shape: tuple[int, int]
    where: str
    note: str = ""


def to_mazes(grids: Sequence[Grid], framed: bool = True, given: Given = NOWHERE) -> list[Labelled]:
    """What `to_maze` makes of each grid.

    Raises:
        InvalidInstanceError: One is no maze; says which, and why.
    """
    found: dict[int, Labelled] = {}
    if given == NOWHERE:
        for places, codes in stacks([(grid.text, grid.shape) for grid in grids]):
            for index, maze in _sound(codes, [grids[place] for place in places], framed):
                found[places[index]] = maze
    return [
        found.get(place)
        or to_maze(letters_of(grid.text).reshape(grid.shape), grid.where, framed, grid.note, given)
        for place, grid in enumerate(grids)
    ]


def stacks(
    grids: Sequence[tuple[str, tuple[int, int]]],
) -> Iterator[tuple[list[int], Codes]]:
    """The codes `(k, rows, cols)` of all grids of one shape, and which of the grids they are.

    Args:
        grids: The letters of each, row by row, and its shape.
    """
    groups: dict[tuple[int, int], list[int]] = {}
    for place, (_, shape) in enumerate(grids):
        groups.setdefault(shape, []).append(place)
    for (rows, cols), places in groups.items():
        step = max(1, AT_ONCE // (rows * cols))
        for first in range(0, len(places), step):
            some = places[first : first + step]
            codes = codes_of(letters_of("".join(grids[place][0] for place in some)))
            yield some, codes.reshape(len(some), rows, cols)


def _sound(codes: Codes, grids: Sequence[Grid], framed: bool) -> Iterator[tuple[int, Labelled]]:
    """The mazes of those grids of one shape that are sound, and which they are."""
    starts, ends, sound = _ends(codes)
    walls, marks = codes == WALLS, MARKS[codes]
    answered: NDArray[np.bool_] = np.asarray(marks.any((1, 2)))
    rows, cols = codes.shape[1:]
    walled = walls[:, rim_of((rows, cols))].all(1) & framed & (min(rows, cols) > 2)
    inner = walls[:, 1:-1, 1:-1].copy()
    walls.flags.writeable = inner.flags.writeable = False
    for index in np.flatnonzero(sound).tolist():
        grid, start, end = grids[index], starts[index], ends[index]
        noted = NOTE.search(grid.note) if grid.note else None
        answer: Marks | None = None
        if noted or answered[index]:
            answer = marks[index]
            answer[start], answer[end] = map(int, noted.groups()) if noted else (1, 1)
        if walled[index]:
            answer = None if answer is None else answer[1:-1, 1:-1].copy()
            start, end = (start[0] - 1, start[1] - 1), (end[0] - 1, end[1] - 1)
        own = inner[index] if walled[index] else walls[index]
        yield index, (MazeInstance.sound(own, start, end, grid.where), answer)


def _ends(codes: Codes) -> tuple[list[Cell], list[Cell], NDArray[np.bool_]]:
    """Start and end of each grid, which mean something only where the last says that it is sound.

    They are its letters, or without any the two gaps in its outer wall.
    """
    count, rows, cols = codes.shape
    flat = codes.reshape(count, -1)
    starts, ends = flat == STARTS, flat == ENDS
    first, last = starts.argmax(1), ends.argmax(1)
    sound = (starts.sum(1) == 1) & (ends.sum(1) == 1)
    bare = ~(starts | ends).any(1)
    if min(rows, cols) > 2 and bare.any():
        gaps = (flat != WALLS) & rim_of((rows, cols)).ravel()
        one, other = gaps.argmax(1), rows * cols - 1 - gaps[:, ::-1].argmax(1)
        apart = abs(one // cols - other // cols) + abs(one % cols - other % cols) > 1
        bare &= (gaps.sum(1) == 2) & apart
        first, last = np.where(bare, one, first), np.where(bare, other, last)
        sound |= bare
    sound &= (flat != UNKNOWN).all(1)
    return _cells(first, cols), _cells(last, cols), sound


def _cells(places: NDArray[np.intp], cols: int) -> list[Cell]:
    return list(zip((places // cols).tolist(), (places % cols).tolist(), strict=True))
