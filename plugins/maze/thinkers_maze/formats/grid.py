"""Mazes as grids of letters: what text, HRM rows, pictures and arrays are read into."""

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.instance import UNDECIDED, Cell, Marks, MazeInstance

Letters = NDArray[np.str_]
"""`(rows, cols)` of one letter each."""

WALL, FREE, START, END, PATH, UNSURE = "#", " ", "S", "E", "X", "?"
OTHER_END, OTHER_PATHS = "G", "o."
"""What other programs write: HRM has `G` and `o`."""

KNOWN = WALL + FREE + START + END + OTHER_END + PATH + OTHER_PATHS + UNSURE


def to_instance(letters: Letters, where: str, framed: bool = True) -> MazeInstance:
    """The maze of a grid of letters; paths drawn in it are free cells.

    Args:
        letters: One of `KNOWN` each.
        where: Where the grid came from, for messages.
        framed: Whether a rim that is all wall is a frame around the maze, and left out.

    Raises:
        InvalidInstanceError: A letter is unknown, or there is not one start and one end.
    """
    unknown = np.argwhere(~np.isin(letters, list(KNOWN)))
    if len(unknown):
        row, col = unknown[0].tolist()
        letter = str(letters[row, col])
        raise InvalidInstanceError(
            f"{where}: unknown letter {letter!r} in row {row + 1}, column {col + 1}",
            "walls are '#', free cells ' ', the start 'S', the end 'E' or 'G'",
        )
    start = _only(letters, START, "start", where)
    end = _only(letters, END + OTHER_END, "end", where)
    walls = letters == WALL
    if framed and min(walls.shape) > 2 and _rim(walls).all():
        walls = walls[1:-1, 1:-1].copy()
        start, end = (start[0] - 1, start[1] - 1), (end[0] - 1, end[1] - 1)
    return MazeInstance(walls, start, end, where)


def to_letters(instance: MazeInstance, marks: Marks | None, frame: int = 1) -> Letters:
    """The grid of a maze, with a frame of walls and the marks drawn in."""
    letters = np.where(instance.walls, WALL, FREE)
    if marks is not None:
        letters[marks == 1] = PATH
        letters[marks == UNDECIDED] = UNSURE
    letters[instance.start], letters[instance.end] = START, END
    return np.pad(letters, frame, constant_values=WALL)


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


def _rim(walls: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.concatenate([walls[0], walls[-1], walls[:, 0], walls[:, -1]])
