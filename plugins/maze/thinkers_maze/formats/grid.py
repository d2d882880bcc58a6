"""Mazes as grids of letters: what text, HRM rows, pictures and arrays are read into."""

import re

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.gaps import ends_of
from thinkers_maze.instance import UNDECIDED, Cell, Marks, MazeInstance
from thinkers_maze.reading import NOWHERE, OFFER, Given

Letters = NDArray[np.str_]
"""`(rows, cols)` of one letter each."""

Labelled = tuple[MazeInstance, Marks | None]
"""A maze of a file, and the answer that the file holds beside it."""

WALL, FREE, START, END, PATH, UNSURE = "#", " ", "S", "E", "X", "?"
OTHER_END, OTHER_FREE, OTHER_PATH = "G", ".", "o"
"""What other programs write: HRM has `G` and `o`; many have dots where the way is free."""

MEANINGS = (WALL, FREE + OTHER_FREE, START, END + OTHER_END, PATH + OTHER_PATH, UNSURE)
"""The letters of a grid by what they mean; a code is a place here, or `UNKNOWN`."""

WALLS, _, STARTS, ENDS, PATHS, UNSURES, UNKNOWN = range(7)

Codes = NDArray[np.uint8]
"""What each letter of a grid, or of many, means."""

ASCII = 128
"""As many characters there are before those that stand in no grid."""

CODES = np.full(ASCII + 1, UNKNOWN, np.uint8)
"""The code of each of them, and of all others."""

for _code, _letters in enumerate(MEANINGS):
    CODES[[ord(letter) for letter in _letters]] = _code

MARKS = np.array([0, 0, 0, 0, 1, UNDECIDED, 0], np.int8)
"""What is drawn in a cell beside its ends, by its code."""

NOTE = re.compile(r"answer: start (-?[01]), end (-?[01])")
"""What is noted beside a maze whose answer its letters do not show: the marks of its ends."""


def to_maze(
    letters: Letters, where: str, framed: bool = True, note: str = "", given: Given = NOWHERE
) -> Labelled:
    """The maze of a grid of letters, and the answer drawn in it.

    Without letters for the ends they are the two gaps in the outer wall, the first in reading
    order the start.

    Args:
        letters: One of `MEANINGS` each.
        where: Where the grid came from, for messages.
        framed: Whether a rim that is all wall is a frame around the maze, and left out.
        note: What is noted beside it, see `note_of`.
        given: Start and end that go before those of the letters; then no answer is read.

    Raises:
        InvalidInstanceError: A letter is unknown, or there is not one start and one end.
    """
    codes = codes_of(letters)
    unknown = np.argwhere(codes == UNKNOWN)
    if len(unknown):
        row, col = unknown[0].tolist()
        letter = str(letters[row, col])
        raise InvalidInstanceError(
            f"{where}: unknown letter {letter!r} in row {row + 1}, column {col + 1}",
            "walls are '#', free cells ' ' or '.', the start 'S', the end 'E' or 'G'; "
            "or walls are 1 and free cells 0, without blanks",
        )
    start, end = _ends(codes, where, given)
    marks = MARKS[codes]
    noted = NOTE.search(note)
    answered = bool(marks.any()) or noted is not None
    marks[start], marks[end] = map(int, noted.groups()) if noted else (1, 1)
    walls = codes == WALLS
    if framed and min(walls.shape) > 2 and walls[rim_of(walls.shape)].all():
        walls, marks = walls[1:-1, 1:-1], marks[1:-1, 1:-1].copy()
        start, end = (start[0] - 1, start[1] - 1), (end[0] - 1, end[1] - 1)
    own = given == NOWHERE
    return MazeInstance(walls, start, end, where), marks if answered and own else None


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


def choose_ends(walls: NDArray[np.bool_], given: Given, where: str) -> tuple[Cell, Cell]:
    """Both ends as they were given.

    Raises:
        InvalidInstanceError: One is not given, outside of the grid or on a wall, or both are one.
    """
    start, end = given
    for word, cell in (("start", start), ("end", end)):
        if cell is None:
            raise InvalidInstanceError(f"{where}: there is no {word}", f"mark it, {OFFER}")
        if not (0 <= cell[0] < walls.shape[0] and 0 <= cell[1] < walls.shape[1]):
            shape = f"{walls.shape[0]} x {walls.shape[1]} cells"
            raise InvalidInstanceError(f"{where}: the {word} {cell} is outside of {shape}")
        if walls[cell]:
            raise InvalidInstanceError(f"{where}: the {word} {cell} is on a wall")
    assert start is not None
    assert end is not None
    if start == end:
        raise InvalidInstanceError(f"{where}: start and end are the same cell {start}")
    return start, end


def letters_of(text: str) -> Letters:
    """`(n,)`, one letter each."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<U1")


def codes_of(letters: Letters) -> Codes:
    """What each letter of an array means."""
    points = letters.astype("<U1", copy=False).view("<u4")
    codes: Codes = CODES[np.minimum(points, ASCII)]
    return codes


def rim_of(shape: tuple[int, int]) -> NDArray[np.bool_]:
    """True in the first and last row and column."""
    rim = np.ones(shape, bool)
    rim[1:-1, 1:-1] = False
    return rim


def _ends(codes: Codes, where: str, given: Given) -> tuple[Cell, Cell]:
    walls = codes == WALLS
    if given != NOWHERE:
        start, end = given
        return choose_ends(
            walls, (start or _first(codes, STARTS), end or _first(codes, ENDS)), where
        )
    if ((codes == STARTS) | (codes == ENDS)).any():
        return _only(codes, STARTS, "start", where), _only(codes, ENDS, "end", where)
    if found := ends_of(walls):
        return found
    raise InvalidInstanceError(
        f"{where}: there is no start, and no end",
        f"mark both ends, leave exactly two gaps in the outer wall, {OFFER}",
    )


def _only(codes: Codes, wanted: int, word: str, where: str) -> Cell:
    cells = np.argwhere(codes == wanted)
    if not len(cells):
        raise InvalidInstanceError(f"{where}: there is no {word}", f"mark it, {OFFER}")
    if len(cells) > 1:
        (row, col), (other_row, other_col) = cells[:2].tolist()
        raise InvalidInstanceError(
            f"{where}: there are {len(cells)} {word}s, in row {row + 1}, column {col + 1} "
            f"and row {other_row + 1}, column {other_col + 1}"
        )
    row, col = cells[0].tolist()
    return row, col


def _first(codes: Codes, wanted: int) -> Cell | None:
    """The one cell with such a code, or None."""
    cells = np.argwhere(codes == wanted)
    return (int(cells[0, 0]), int(cells[0, 1])) if len(cells) == 1 else None
