"""Mazes as grids of letters: what text, HRM rows, pictures and arrays are read into."""

import re

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.instance import UNDECIDED, Cell, Marks, MazeInstance

Letters = NDArray[np.str_]
"""`(rows, cols)` of one letter each."""

Labelled = tuple[MazeInstance, Marks | None]
"""A maze of a file, and the answer that the file holds beside it."""

WALL, FREE, START, END, PATH, UNSURE = "#", " ", "S", "E", "X", "?"
OTHER_END, OTHER_FREE, OTHER_PATH = "G", ".", "o"
"""What other programs write: HRM has `G` and `o`; many have dots where the way is free."""

KNOWN = WALL + FREE + START + END + OTHER_END + PATH + OTHER_FREE + OTHER_PATH + UNSURE

NOTE = re.compile(r"answer: start (-?[01]), end (-?[01])")
"""What is noted beside a maze whose answer its letters do not show: the marks of its ends."""


def to_maze(letters: Letters, where: str, framed: bool = True, note: str = "") -> Labelled:
    """The maze of a grid of letters, and the answer drawn in it.

    Without letters for the ends they are the two gaps in the outer wall, the first in reading
    order the start.

    Args:
        letters: One of `KNOWN` each.
        where: Where the grid came from, for messages.
        framed: Whether a rim that is all wall is a frame around the maze, and left out.
        note: What is noted beside it, see `note_of`.

    Raises:
        InvalidInstanceError: A letter is unknown, or there is not one start and one end.
    """
    unknown = np.argwhere(~np.isin(letters, list(KNOWN)))
    if len(unknown):
        row, col = unknown[0].tolist()
        letter = str(letters[row, col])
        raise InvalidInstanceError(
            f"{where}: unknown letter {letter!a} in row {row + 1}, column {col + 1}",
            "walls are '#', free cells ' ', the start 'S', the end 'E' or 'G'",
        )
    start, end = _ends(letters, where)
    marks = np.select(
        [np.isin(letters, [PATH, OTHER_PATH]), letters == UNSURE], [1, UNDECIDED], 0
    ).astype(np.int8)
    noted = NOTE.search(note)
    answered = bool(marks.any()) or noted is not None
    marks[start], marks[end] = map(int, noted.groups()) if noted else (1, 1)
    walls = letters == WALL
    if framed and min(walls.shape) > 2 and walls[_rim(walls)].all():
        walls, marks = walls[1:-1, 1:-1], marks[1:-1, 1:-1].copy()
        start, end = (start[0] - 1, start[1] - 1), (end[0] - 1, end[1] - 1)
    return MazeInstance(walls, start, end, where), marks if answered else None


def to_letters(instance: MazeInstance, marks: Marks | None, frame: int = 1) -> Letters:
    """The grid of a maze, with a frame of walls and the marks drawn in; see `note_of` too."""
    letters = np.where(instance.walls, WALL, FREE)
    if marks is not None:
        letters[marks == 1] = PATH
        letters[marks == UNDECIDED] = UNSURE
    letters[instance.start], letters[instance.end] = START, END
    return np.pad(letters, frame, constant_values=WALL)


def note_of(instance: MazeInstance, marks: Marks | None) -> str:
    """What is to be noted beside the letters, so that they are read back as these marks.

    Letters show that both ends are marked and that other cells are. Where one or the other does
    not hold, the marks of the ends are noted.
    """
    if marks is None:
        return ""
    start, end = int(marks[instance.start]), int(marks[instance.end])
    shown = start == end == 1 and np.count_nonzero(marks) > 2
    return "" if shown else f"answer: start {start}, end {end}"


def _ends(letters: Letters, where: str) -> tuple[Cell, Cell]:
    if np.isin(letters, [START, END, OTHER_END]).any():
        return _only(letters, START, "start", where), _only(letters, END + OTHER_END, "end", where)
    rim = _rim(letters)
    gaps = np.argwhere(rim & (letters != WALL)).tolist() if min(letters.shape) > 2 else []
    if len(gaps) == 2 and sum(abs(one - other) for one, other in zip(*gaps, strict=True)) > 1:
        (top, left), (bottom, right) = gaps
        return (top, left), (bottom, right)
    raise InvalidInstanceError(
        f"{where}: there is no start, and no end",
        "mark both ends, or leave exactly two gaps in the outer wall",
    )


def _only(letters: Letters, wanted: str, word: str, where: str) -> Cell:
    cells = np.argwhere(np.isin(letters, list(wanted))).tolist()
    if not cells:
        raise InvalidInstanceError(f"{where}: there is no {word}")
    if len(cells) > 1:
        (row, col), (other_row, other_col) = cells[0], cells[1]
        raise InvalidInstanceError(
            f"{where}: there are {len(cells)} {word}s, in row {row + 1}, column {col + 1} "
            f"and row {other_row + 1}, column {other_col + 1}"
        )
    return cells[0][0], cells[0][1]


def _rim(grid: NDArray[np.generic]) -> NDArray[np.bool_]:
    """True in the first and last row and column."""
    rim = np.ones(grid.shape, bool)
    rim[1:-1, 1:-1] = False
    return rim
