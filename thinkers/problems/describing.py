"""Instances and answers in plain JSON types, and as a picture, where a problem says no better."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np

from thinkers.errors import PluginError
from thinkers.problems.canvas import Canvas
from thinkers.problems.figure import Figure

WIDTH, LINES = 80, 40
"""The most characters of a line and the most lines of a picture in words."""


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
        package=type(value).__module__.partition(".")[0],
    )


def in_words(*descriptions: Mapping[str, Any]) -> Figure:
    """A picture that is the text of some descriptions: one line for each name and value."""
    lines = [
        text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
        for each in descriptions
        for text in (f"{name}: {value}" for name, value in each.items())
    ]
    lines = lines if len(lines) <= LINES else [*lines[: LINES - 1], "..."]
    canvas = Canvas(7 * max(map(len, lines), default=1) + 20, 16 * len(lines) + 10)
    for row, line in enumerate(lines):
        canvas.text((canvas.width / 2, 16 * row + 13), line, "black")
    return Figure("\n".join(lines), canvas.to_svg, canvas.to_png)
