"""Rows of bits: the string, its running parity, and marks under what is wrong."""

import numpy as np

from thinkers import Canvas, Figure
from thinkers_prefix_sums.instance import Bits, as_text

CELL = 14
"""Side of a bit's square in pictures, pixels."""

WIDTH = 64
"""Bits a line in the terminal."""

COLOURS = ("#dfe7ef", "#1f4e79")
"""Fill of 0 and 1."""

WRONG = "#c62828"


def draw(bits: Bits, answer: Bits | None) -> Figure:
    """The bits above, the answer below, `^` and red under positions that are wrong."""
    rows = [bits] if answer is None else [bits, answer]
    wrong = np.zeros(len(bits), bool)
    if answer is not None:
        wrong = np.cumsum(bits) % 2 != answer
    canvas = _canvas(rows, wrong)
    return Figure(_text(rows, wrong), canvas.to_svg, canvas.to_png)


def _text(rows: list[Bits], wrong: np.ndarray) -> str:
    lines = []
    for first in range(0, len(rows[0]), WIDTH):
        part = slice(first, first + WIDTH)
        for name, row in zip(("bits    ", "parities"), rows, strict=False):
            lines.append(f"{name} {as_text(row[part])}")
        marks = "".join("^" if mark else " " for mark in wrong[part]).rstrip()
        if marks:
            lines.append(f"{'wrong':8} {marks}")
    return "\n".join(lines)


def _canvas(rows: list[Bits], wrong: np.ndarray) -> Canvas:
    canvas = Canvas(CELL * len(rows[0]) + 2, CELL * len(rows) + CELL)
    for height, row in enumerate(rows):
        for position, bit in enumerate(row.tolist()):
            corner = (1 + CELL * position, 1 + CELL * height)
            canvas.rectangle(corner, (CELL - 2, CELL - 2), COLOURS[bit])
    for position in np.flatnonzero(wrong).tolist():
        corner = (1 + CELL * position, 1 + CELL * len(rows))
        canvas.rectangle(corner, (CELL - 2, 4), WRONG)
    return canvas
