"""Pictures: clues in black, what was filled in in blue or on a shade, thick lines around boxes."""

import numpy as np

from thinkers import Canvas, Colour, Figure, Key, Legend, Marks, shade
from thinkers_sudoku.puzzle import Grid, Puzzle

CELL = 30
"""Side of a cell, pixels."""


def draw(puzzle: Puzzle, answer: Grid | None, marks: Marks[Grid] = Marks()) -> Figure:
    """The grid, and below it how hard it is, where that is known; beside it how sure it is."""
    grid = puzzle.clues if answer is None else answer
    keys = Key("clue"), Key(marks.words(None, "filled in"), Colour.BLUE)
    legend = Legend(keys[: 1 if answer is None else 2], marks.heat)
    canvas = _canvas(puzzle, grid, legend)
    text = [_text(puzzle, grid)]
    if marks.heat is not None:
        text += [" ".join(row).rstrip() for row in marks.heat.text()] + legend.text()
    return Figure("\n".join(text), canvas.to_svg, canvas.to_png)


def _text(puzzle: Puzzle, grid: Grid) -> str:
    box, lines = puzzle.box, []
    for number, row in enumerate(grid.tolist()):
        if number and number % box == 0:
            lines.append("+".join(["-" * (2 * box + 1)] * box)[1:-1])
        parts = [row[first : first + box] for first in range(0, puzzle.side, box)]
        lines.append(" | ".join(" ".join(str(each or ".") for each in part) for part in parts))
    if puzzle.rating is not None:
        lines.append(f"rated {puzzle.rating}")
    return "\n".join(lines)


def _canvas(puzzle: Puzzle, grid: Grid, legend: Legend) -> Canvas:
    length = CELL * puzzle.side
    canvas = legend.canvas(length, length)
    shares = None if legend.heat is None else legend.heat.shares
    if shares is not None:
        for row, column in np.argwhere(puzzle.clues == 0).tolist():
            corner = (CELL * column, CELL * row)
            canvas.rectangle(corner, (CELL, CELL), shade(shares[row, column]))
    for number in range(puzzle.side + 1):
        at, width = float(CELL * number), 1.0 if number % puzzle.box else 3.0
        canvas.line([(at, 0.0), (at, float(length))], Colour.INK, width)
        canvas.line([(0.0, at), (float(length), at)], Colour.INK, width)
    for row, digits in enumerate(grid.tolist()):
        for column, digit in enumerate(digits):
            clue = puzzle.clues[row, column]
            filled = Colour.BLUE if shares is None else Colour.over(shade(shares[row, column]))
            centre = (CELL * (column + 0.5), CELL * (row + 0.5))
            if digit:
                canvas.text(centre, str(digit), Colour.INK if clue else filled, 18)
    return canvas
