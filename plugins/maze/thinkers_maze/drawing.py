"""Pictures of mazes: half blocks for the terminal, squares for files."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from thinkers import Canvas, Figure
from thinkers import Marks as Beside
from thinkers_maze.instance import UNDECIDED, Cell, Marks, MazeInstance

COLUMNS = 80
"""Columns of a terminal."""

GLYPHS = np.array([[" ", "▄", "▖"], ["▀", "█", "▛"], ["▘", "▙", "▌"]])
"""What stands for two cells, one above the other, each free, wall or path: a path is half as wide
as a wall, so that both show without colours."""

FREE, WALL, PATH = 0, 1, 2

LARGEST, SCALE = 800, 16
"""Pixels along the longer side of a picture, and most pixels along a cell."""

BLACK, BLUE, ORANGE, GREEN, RED = "#1a202c", "#3182ce", "#dd6b20", "#2f9e44", "#e03131"


def draw(instance: MazeInstance, marks: Marks | None, beside: Beside[Marks] = Beside()) -> Figure:
    """The maze with its frame; marks as they are, orange or `?` where undecided."""
    marks = np.zeros(instance.shape, np.int8) if marks is None else marks
    return Figure(
        text=_text(instance, marks),
        svg=lambda: _canvas(instance, marks).to_svg(),
        png=lambda: _canvas(instance, marks).to_png(),
    )


def _text(instance: MazeInstance, marks: Marks) -> str:
    rows, cols = instance.shape
    if cols + 2 > COLUMNS:
        return (
            f"a maze of {rows} x {cols} cells, {int((marks == 1).sum())} of them marked; "
            "too wide for here, see --draw"
        )
    cells = np.where(instance.walls, WALL, np.where(marks == 1, PATH, FREE))
    framed = np.pad(cells, 1, constant_values=WALL)
    even = np.pad(framed, ((0, len(framed) % 2), (0, 0)), constant_values=FREE)
    glyphs = GLYPHS[even[::2], even[1::2]]
    for row, col in np.argwhere(marks == UNDECIDED).tolist():
        glyphs[(row + 1) // 2, col + 1] = "?"
    for letter, (row, col) in (("S", instance.start), ("E", instance.end)):
        glyphs[(row + 1) // 2, col + 1] = letter
    return "\n".join("".join(line).rstrip() for line in glyphs.tolist())


def _canvas(instance: MazeInstance, marks: Marks) -> Canvas:
    rows, cols = (length + 2 for length in instance.shape)
    scale = max(1, min(SCALE, LARGEST // max(rows, cols)))
    canvas = Canvas(cols * scale, rows * scale)
    layers = (
        (BLACK, np.pad(instance.walls, 1, constant_values=True)),
        (BLUE, np.pad(marks == 1, 1)),
        (ORANGE, np.pad(marks == UNDECIDED, 1)),
        (GREEN, _only(instance, instance.start)),
        (RED, _only(instance, instance.end)),
    )
    for colour, cells in layers:
        for row, first, last in _runs(cells):
            canvas.rectangle((first * scale, row * scale), ((last - first) * scale, scale), colour)
    return canvas


def _only(instance: MazeInstance, cell: Cell) -> NDArray[np.bool_]:
    return np.pad(instance.marks([cell]) == 1, 1)


def _runs(cells: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Row, first column and the column after the last of each run of True."""
    edges = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8))
    begins, ends = np.argwhere(edges == 1).tolist(), np.argwhere(edges == -1).tolist()
    for (row, first), (_, last) in zip(begins, ends, strict=True):
        yield row, first, last
