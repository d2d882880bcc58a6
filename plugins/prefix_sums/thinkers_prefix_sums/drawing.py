"""Rows of bits: the string, its running parity, and marks under what is wrong."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Canvas, Colour, Figure, Key, Legend, Marks, shade
from thinkers_prefix_sums.instance import Bits, as_text

CELL = 14
"""Side of a bit's square in pictures, pixels."""

WIDTH = 64
"""Bits a line in the terminal."""

ZERO, ONE, WRONG = Colour.YELLOW, Colour.BLUE, Colour.VERMILLION

Wrong = NDArray[np.bool_]


def draw(bits: Bits, answer: Bits | None, marks: Marks[Bits] = Marks()) -> Figure:
    """The bits above, the answer below, `^` and red under positions that are wrong.

    Below them the margin of each parity, and an answer that lies beneath.
    """
    rows = {"bits": bits}
    if answer is not None:
        rows["parities"] = answer
    if marks.under is not None:
        rows[marks.under.name] = marks.under.solution
    wrong = np.zeros(len(bits), bool)
    if answer is not None:
        wrong = np.cumsum(bits) % 2 != answer
    legend = _legend(list(rows), marks, bool(wrong.any()))
    canvas = _canvas(list(rows.values()), wrong, legend)
    return Figure(_text(rows, wrong, marks), canvas.to_svg, canvas.to_png)


def _legend(names: list[str], marks: Marks[Bits], wrong: bool) -> Legend:
    keys = [Key("0", ZERO), Key("1", ONE)]
    if wrong:
        keys.append(Key("wrong", WRONG))
    said = {"bits": "bits", "parities": marks.words(None, "parities")}
    if marks.under is not None:
        said[marks.under.name] = marks.under.words(None)
    rows = [Key(f"row {number}: {said[name]}", form="none") for number, name in enumerate(names, 1)]
    return Legend([*rows, *keys], marks.heat)


def _text(rows: dict[str, Bits], wrong: Wrong, marks: Marks[Bits]) -> str:
    lines = []
    wide = max(8, *map(len, rows))
    heat = None if marks.heat is None else marks.heat.text()
    for first in range(0, len(wrong), WIDTH):
        part = slice(first, first + WIDTH)
        lines += [f"{name:{wide}} {as_text(row[part])}" for name, row in rows.items()]
        if wrong[part].any():
            signs = "".join("^" if each else " " for each in wrong[part])
            lines.append(f"{'wrong':{wide}} {signs.rstrip()}")
        if heat is not None:
            lines.append(f"{'margin':{wide}} {''.join(heat[part])}".rstrip())
    return "\n".join([*lines, *Legend(heat=marks.heat).text()])


def _canvas(rows: list[Bits], wrong: Wrong, legend: Legend) -> Canvas:
    shaded = legend.heat is not None
    canvas = legend.canvas(CELL * len(wrong) + 2, CELL * (len(rows) + 1 + shaded))
    for height, row in enumerate(rows):
        for position, bit in enumerate(row.tolist()):
            corner = (1 + CELL * position, 1 + CELL * height)
            canvas.rectangle(corner, (CELL - 2, CELL - 2), ONE if bit else ZERO)
    for position in np.flatnonzero(wrong).tolist():
        corner = (1 + CELL * position, 1 + CELL * len(rows))
        canvas.rectangle(corner, (CELL - 2, 4), WRONG)
    if legend.heat is not None:
        for position, share in enumerate(legend.heat.shares.tolist()):
            corner = (1 + CELL * position, CELL * (len(rows) + 1) - 6)
            canvas.rectangle(corner, (CELL - 2, CELL), shade(share))
    return canvas
