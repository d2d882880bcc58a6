"""The cells of a picture: one letter each, from one a pixel.

Cells are squares of one size, or stand between walls of another width, as many generators draw
them: thin lines around wide rooms. What is read is the picture exactly: no cell holds two letters.
"""

from math import gcd

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.formats.colours import LETTERS
from thinkers_maze.formats.grid import END, FREE, START, WALL
from thinkers_maze.reading import OFFER

Codes = NDArray[np.uint8]
"""`(h, w)` places in `LETTERS`."""

Edges = NDArray[np.intp]
"""The first pixel of each row, or of each column, of cells."""

Lattice = tuple[Edges, Edges]
"""Rows and columns."""

CENTRED = 2
"""Pixels by which the margins on both sides of a mark in the middle of a cell differ at most."""

_FREE, _WALL, _START, _END = (LETTERS.tolist().index(one) for one in (FREE, WALL, START, END))


def cells(pixels: Codes, name: str) -> Codes:
    """One code a cell, from one a pixel.

    The start says how large the cells are, unless it is a mark in the middle of one. A picture
    without a start and an end is one whose ends are gaps in the outer wall. What is free around
    that wall is left out.

    Raises:
        InvalidInstanceError: Some cell would have several colours.
    """
    inside = _without_margin(pixels)
    if not (pixels == _START).any():
        if (pixels == _END).any():
            one_end = _with_marks(inside)
            if one_end is None:
                raise InvalidInstanceError(
                    f"{name}: there is no start (green)", f"paint it, {OFFER}"
                )
            return one_end
        return inside[np.ix_(*(_bands(inside) or _squares(inside)))]
    rim = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    if np.isin(rim, (_WALL, _START, _END)).all():
        pixels = inside
    fault = None
    try:
        found = _like_the_start(pixels, name)
        if _has_ends(found):
            return found
    except InvalidInstanceError as error:
        fault = error
    for other in (_between_walls(pixels), _with_marks(pixels)):
        if other is not None and _has_ends(other):
            return other
    if fault is not None:
        raise fault
    return found


def _has_ends(codes: Codes) -> bool:
    """Whether there are one start and one end."""
    return bool((codes == _START).sum() == (codes == _END).sum() == 1)


def _like_the_start(pixels: Codes, name: str) -> Codes:
    """Squares as large as the start; walls that are no whole one at the rim are left out."""
    starts = pixels == _START
    top, left = np.argwhere(starts)[0].tolist()
    side = min(_run(starts[top, left:]), _run(starts[top:, left]))
    kept = pixels[top % side :, left % side :]
    rows, cols = kept.shape[0] // side, kept.shape[1] // side
    kept = kept[: rows * side, : cols * side]
    hint = f"the start is {side} pixels wide, so every cell must be {side} x {side}"
    if np.count_nonzero(kept != _WALL) != np.count_nonzero(pixels != _WALL):
        raise InvalidInstanceError(f"{name}: the cells at the rim are cut off", hint)
    blocks = kept.reshape(rows, side, cols, side)
    found = blocks[:, 0, :, 0]
    uneven = np.argwhere((blocks != found[:, None, :, None]).any((1, 3)))
    if len(uneven):
        row, col = uneven[0].tolist()
        place = f"row {row * side + top % side + 1}, column {col * side + left % side + 1}"
        raise InvalidInstanceError(f"{name}: the cell at {place} has several colours", hint)
    return found


def _between_walls(pixels: Codes) -> Codes | None:
    lattice = _bands(pixels)
    return None if lattice is None else pixels[np.ix_(*lattice)]


def _with_marks(pixels: Codes) -> Codes | None:
    """Cells as without start and end; each that is there is in the middle of a free one."""
    plain = np.where(np.isin(pixels, (_START, _END)), np.uint8(_FREE), pixels)
    rows, cols = _bands(plain) or _squares(plain)
    found = plain[np.ix_(rows, cols)]
    for code in (_START, _END):
        places = np.argwhere(pixels == code)
        if not len(places):
            continue
        row = _middle_of(places[:, 0], rows, pixels.shape[0])
        col = _middle_of(places[:, 1], cols, pixels.shape[1])
        if row is None or col is None or found[row, col] != _FREE:
            return None
        found[row, col] = code
    return found


def _middle_of(places: NDArray[np.intp], edges: Edges, length: int) -> int | None:
    """Which of the bands that begin at the edges has these places in its middle, if one has."""
    first, last = int(places.min()), int(places.max())
    band = int(np.searchsorted(edges, first, "right")) - 1
    begin, end = int(edges[band]), int(np.append(edges, length)[band + 1])
    centred = abs((first - begin) - (end - 1 - last)) <= CENTRED
    return band if last < end and centred else None


def _bands(pixels: Codes) -> Lattice | None:
    """Walls of one width around rooms of another: one cell for each of both; None if it is not so.

    Rows and columns of pixels change only where such a band begins. The widest rooms that fit are
    taken; so every band is of one letter, whichever they are.
    """
    changes = _changes(pixels)
    if not all(map(len, changes)) or changes[0][0] != changes[1][0]:
        return None
    wall = int(changes[0][0])
    around = gcd(*(length - wall for length in pixels.shape))
    for count in range(1, around // (wall + 1) + 1):
        period = around // count
        if around % count == 0 and all(np.isin(each % period, (0, wall)).all() for each in changes):
            rows, cols = (
                np.add.outer(np.arange(0, length, period), (0, wall)).ravel()[:-1]
                for length in pixels.shape
            )
            return rows, cols
    return None


def _squares(pixels: Codes) -> Lattice:
    """The largest squares that hold one letter each."""
    places = np.concatenate([*_changes(pixels), pixels.shape])
    side = int(np.gcd.reduce(places))
    return np.arange(0, pixels.shape[0], side), np.arange(0, pixels.shape[1], side)


def _changes(pixels: Codes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows, and the columns, that differ from the one before."""
    rows = np.flatnonzero((pixels[1:] != pixels[:-1]).any(1)) + 1
    cols = np.flatnonzero((pixels[:, 1:] != pixels[:, :-1]).any(0)) + 1
    return rows, cols


def _without_margin(pixels: Codes) -> Codes:
    """What is left without the rows and columns at the rim that are all free."""
    filled = pixels != _FREE
    rows, cols = (np.flatnonzero(filled.any(axis)) for axis in (1, 0))
    if not len(rows):
        return pixels
    return pixels[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]


def _run(line: NDArray[np.bool_]) -> int:
    """How many of the first values are True."""
    return int(np.append(line, False).argmin())
