"""Pictures of mazes: blocks for the terminal, squares for files, and what lies beside the path."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers import Canvas, Colour, Figure, Heat, Key, Legend, minimise, shade
from thinkers import Marks as Beside
from thinkers_maze.formats.image import with_letters
from thinkers_maze.instance import UNDECIDED, Cell, Marks, MazeInstance

COLUMNS = 80
"""Columns of a terminal."""

GLYPHS = np.array([[" ", "▄", "▖"], ["▀", "█", "▛"], ["▘", "▙", "▌"]])
"""What stands for two cells, one above the other, each free, wall or path: a path is half as wide
as a wall, so that both show without colours."""

FREE, WALL, PATH = 0, 1, 2

LARGEST, SCALE, LETTERED = 800, 16, 10
"""Pixels along the longer side of a picture, most pixels along a cell, and from how many on its
letter is readable."""

LENGTH = minimise("length")

Cells = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Layers:
    """What is drawn, in cells of the maze.

    Attributes:
        path: On the answer's path.
        undecided: Where an answer is neither.
        under: On the path of another answer; None for none.
        changed: Where the answer was another one before; None where that is not asked.
        heat: What the scores say of each cell.
        keys: The legend, but for heat.
    """

    path: Cells
    undecided: Cells
    under: Cells | None
    changed: Cells | None
    heat: Heat | None
    keys: list[Key]


def draw(instance: MazeInstance, marks: Marks | None, beside: Beside[Marks] = Beside()) -> Figure:
    """The maze with its frame; marks as they are, `?` where undecided, and what lies beside."""
    layers = _layers(instance, marks, beside)
    return Figure(
        text=_text(instance, layers),
        svg=lambda: _canvas(instance, layers).to_svg(),
        png=lambda: with_letters(_canvas(instance, layers).to_png(), instance, marks),
    )


def _layers(instance: MazeInstance, marks: Marks | None, beside: Beside[Marks]) -> _Layers:
    shown = np.zeros(instance.shape, np.int8) if marks is None else marks
    under, changed = None, None
    keys = [Key("wall", Colour.INK, sign="█")]
    if marks is not None:
        said, sign = beside.words(LENGTH, "path"), "▌" if beside.under is None else "•"
        way = Key(said, Colour.BLUE, sign=sign)
        keys.append(way if beside.heat is None else Key(said, Colour.INK, "dot", "•"))
    if (shown == UNDECIDED).any():
        keys.append(Key("undecided", Colour.ORANGE, sign="?"))
    keys += [Key("start", Colour.YELLOW, sign="S"), Key("end", Colour.PURPLE, sign="E")]
    if beside.under is not None:
        under = beside.under.solution == 1
        keys.append(Key(beside.under.words(LENGTH), Colour.GREEN, "dot", "·"))
    if beside.before is not None:
        changed = beside.before != shown
        keys.append(Key("changed in this iteration", Colour.VERMILLION, "dot"))
    return _Layers(shown == 1, shown == UNDECIDED, under, changed, beside.heat, keys)


def _text(instance: MazeInstance, layers: _Layers) -> str:
    rows, cols = instance.shape
    legend = Legend(layers.keys, layers.heat)
    if cols + 2 > COLUMNS:
        return (
            f"a maze of {rows} x {cols} cells, {int(layers.path.sum())} of them marked; "
            "too wide for here, see --draw"
        )
    if layers.heat is None and layers.under is None:
        return "\n".join([*_narrow(instance, layers), *legend.text()])
    if 2 * (cols + 2) <= COLUMNS:
        return "\n".join([*_wide(instance, layers), *legend.text()])
    said = "too wide for here to show what lies beside, see --draw"
    return "\n".join([*_narrow(instance, layers), said])


def _narrow(instance: MazeInstance, layers: _Layers) -> list[str]:
    """Lines of half blocks: a character for two cells, one above the other."""
    cells = np.where(instance.walls, WALL, np.where(layers.path, PATH, FREE))
    framed = np.pad(cells, 1, constant_values=WALL)
    even = np.pad(framed, ((0, len(framed) % 2), (0, 0)), constant_values=FREE)
    glyphs = GLYPHS[even[::2], even[1::2]]
    for row, col in np.argwhere(layers.undecided).tolist():
        glyphs[(row + 1) // 2, col + 1] = "?"
    for letter, (row, col) in (("S", instance.start), ("E", instance.end)):
        glyphs[(row + 1) // 2, col + 1] = letter
    return ["".join(line).rstrip() for line in glyphs.tolist()]


def _wide(instance: MazeInstance, layers: _Layers) -> list[str]:
    """Lines of cells two characters wide: the answer in the left one, the other in the right."""
    blank = np.full(instance.shape, " ") if layers.heat is None else layers.heat.text()
    left = np.where(layers.path, "•", np.where(layers.undecided, "?", blank))
    right = blank if layers.under is None else np.where(layers.under, "·", blank)
    left[instance.start], left[instance.end] = "S", "E"
    both = np.stack([left, right], -1)
    both[instance.walls] = "█"
    framed = np.pad(both, ((1, 1), (1, 1), (0, 0)), constant_values="█")
    return ["".join(line) for line in framed.reshape(len(framed), -1).tolist()]


def _canvas(instance: MazeInstance, layers: _Layers) -> Canvas:
    rows, cols = (length + 2 for length in instance.shape)
    scale = max(1, min(SCALE, LARGEST // max(rows, cols)))
    canvas = Legend(layers.keys, layers.heat).canvas(cols * scale, rows * scale)
    if layers.heat is not None:
        for (row, col), share in np.ndenumerate(layers.heat.shares):
            if share > 0:
                corner = ((col + 1) * scale, (row + 1) * scale)
                canvas.rectangle(corner, (scale, scale), shade(share))
    squares = [
        (Colour.INK, np.pad(instance.walls, 1, constant_values=True)),
        (Colour.ORANGE, np.pad(layers.undecided, 1)),
        (Colour.YELLOW, _only(instance, instance.start)),
        (Colour.PURPLE, _only(instance, instance.end)),
    ]
    if layers.heat is None:
        squares.insert(1, (Colour.BLUE, np.pad(layers.path, 1)))
    for colour, cells in squares:
        for row, first, last in _runs(cells):
            canvas.rectangle((first * scale, row * scale), ((last - first) * scale, scale), colour)
    _dots(canvas, instance, layers, scale)
    if scale >= LETTERED:
        for letter, (row, col) in (("S", instance.start), ("E", instance.end)):
            centre = ((col + 1.5) * scale, (row + 1.5) * scale)
            canvas.text(centre, letter, Colour.INK, scale - 4)
    return canvas


def _dots(canvas: Canvas, instance: MazeInstance, layers: _Layers, scale: int) -> None:
    """What leaves the ground of a cell to be seen: a path on shades, changes, another path."""
    ends = instance.marks([instance.start, instance.end]) == 1
    dots = [(0.32, Colour.VERMILLION, layers.changed), (0.2, Colour.GREEN, layers.under)]
    if layers.heat is not None:
        dots.insert(1, (0.25, Colour.INK, layers.path))
    for size, colour, cells in dots:
        for row, col in [] if cells is None else np.argwhere(cells & ~ends).tolist():
            canvas.dot(((col + 1.5) * scale, (row + 1.5) * scale), size * scale, colour)


def _only(instance: MazeInstance, cell: Cell) -> Cells:
    return np.pad(instance.marks([cell]) == 1, 1)


def _runs(cells: Cells) -> Iterator[tuple[int, int, int]]:
    """Row, first column and the column after the last of each run of True."""
    edges = np.diff(np.pad(cells, ((0, 0), (1, 1))).astype(np.int8))
    begins, ends = np.argwhere(edges == 1).tolist(), np.argwhere(edges == -1).tolist()
    for (row, first), (_, last) in zip(begins, ends, strict=True):
        yield row, first, last
