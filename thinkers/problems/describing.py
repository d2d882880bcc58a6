"""Instances and answers in plain JSON types, and as a picture, where a problem says no better."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from thinkers.errors import PluginError
from thinkers.problems.figure import Figure
from thinkers.problems.legend import Legend
from thinkers.problems.marks import Heat
from thinkers.problems.origin import package_of
from thinkers.problems.palette import Colour, shade
from thinkers.problems.wording import cut

WIDTH, LINES = 80, 40
"""The most characters of a line and the most lines of a picture in words."""

CELL, LARGEST = 8, 100
"""Pixels along a shaded cell, and so many of them along a side at most."""


def described(value: object, name: str) -> dict[str, Any]:
    """An object in plain JSON types: its fields where it has some, else itself under a name.

    Raises:
        PluginError: It is of a kind that JSON has nothing for.
    """
    found = plain(value)
    return found if isinstance(found, dict) else {name: found}


def plain(value: object) -> Any:
    """Numbers, texts, arrays, dataclasses and collections of them in plain JSON types.

    Numbers that JSON does not know, nan and infinity, are None.

    Raises:
        PluginError: It is of another kind.
    """
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if isfinite(value) else None
    if value is None or isinstance(value, str | int):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    raise PluginError(
        f"{type(value).__module__}.{type(value).__name__} has no form in JSON",
        "override describe and describe_solution of its problem",
        package=package_of(value),
    )


def in_words(*descriptions: Mapping[str, Any], heat: Heat | None = None) -> Figure:
    """A picture that is the text of some descriptions: one line for each name and value.

    Args:
        descriptions: Of the instance, its answer and others.
        heat: Shaded below, a cell for each of its values; None for none.
    """
    lines = [
        cut(f"{name}: {value}", WIDTH) for each in descriptions for name, value in each.items()
    ]
    lines = lines if len(lines) <= LINES else [*lines[: LINES - 1], "..."]
    drawn = None if heat is None else _corner(heat, LARGEST, LARGEST)
    high, wide = (0, 0) if drawn is None else drawn.values.shape
    top = 16 * len(lines) + 10
    canvas = Legend(heat=drawn).canvas(
        max(7 * max(map(len, lines), default=1) + 20, CELL * wide + 20), top + CELL * high
    )
    for row, line in enumerate(lines):
        canvas.text((canvas.width / 2, 16 * row + 13), line, Colour.INK)
    if heat is not None and drawn is not None:
        for (row, column), share in np.ndenumerate(drawn.shares):
            corner = (10 + CELL * column, top + CELL * row)
            canvas.rectangle(corner, (CELL, CELL), shade(share))
        said = _corner(heat, LINES, WIDTH)
        lines += ["".join(row) for row in said.text()] + Legend(heat=said).text()
    return Figure("\n".join(lines), canvas.to_svg, canvas.to_png)


def _corner(heat: Heat, rows: int, columns: int) -> Heat:
    """The heat of a grid, or of its first rows and columns, which its words say then."""
    values = np.atleast_2d(heat.values)
    if values.shape[0] <= rows and values.shape[1] <= columns:
        return replace(heat, values=values)
    part, (high, wide) = values[:rows, :columns], values.shape
    words = f"{heat.words}, {part.shape[0]} x {part.shape[1]} of {high} x {wide} places"
    return Heat(part, words, heat.most)
