"""Pictures: clues in black, what was filled in in blue, thick lines around boxes."""

from thinkers import Canvas, Figure
from thinkers_sudoku.puzzle import Grid, Puzzle

CELL = 30
"""Side of a cell, pixels."""


def draw(puzzle: Puzzle, answer: Grid | None) -> Figure:
    """The grid, and below it how hard it is, where that is known."""
    grid = puzzle.clues if answer is None else answer
    canvas = _canvas(puzzle, grid)
    return Figure(_text(puzzle, grid), canvas.to_svg, canvas.to_png)


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


def _canvas(puzzle: Puzzle, grid: Grid) -> Canvas:
    length = CELL * puzzle.side
    canvas = Canvas(length, length)
    for number in range(puzzle.side + 1):
        at, width = float(CELL * number), 1.0 if number % puzzle.box else 3.0
        canvas.line([(at, 0.0), (at, float(length))], "black", width)
        canvas.line([(0.0, at), (float(length), at)], "black", width)
    for row, digits in enumerate(grid.tolist()):
        for column, digit in enumerate(digits):
            fill = "black" if puzzle.clues[row, column] else "navy"
            centre = (CELL * (column + 0.5), CELL * (row + 0.5))
            if digit:
                canvas.text(centre, str(digit), fill, 18)
    return canvas
