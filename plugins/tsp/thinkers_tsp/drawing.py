"""Pictures of tours: lines of braille dots for the terminal, SVG and PNG for files."""

import numpy as np
from numpy.typing import NDArray

from thinkers import Canvas, Figure, Marks
from thinkers_tsp.instance import Tour, TspInstance

COLUMNS, ROWS = 76, 23
"""Size of the terminal picture in characters, without its caption."""

SIDE, MARGIN = 640, 24
"""Size of the other pictures in pixels."""

NUMBERED = 60
"""So many cities get numbers in SVG and PNG; more would cover each other."""

BRAILLE = 0x2800
"""The character without dots; Unicode chapter 21, Braille Patterns."""

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot in a character, 4 rows of 2."""

Points = NDArray[np.float64]


def draw(instance: TspInstance, tour: Tour | None, marks: Marks[Tour] = Marks()) -> Figure:
    """The cities, joined by the tour when there is one.

    They lie at their coordinates, y upwards, or on a circle, clockwise from the top, where there
    are none.
    """
    points = _positions(instance)
    text = _text(points, tour, _caption(instance))
    canvas = _canvas(points, tour, instance.first)
    return Figure(text, canvas.to_svg, canvas.to_png)


def _caption(instance: TspInstance) -> str:
    words = f"{instance.name}, " if instance.name else ""
    circle = ", no coordinates: on a circle" if instance.coordinates is None else ""
    return f"{words}{instance.cities} cities{circle}"


def _positions(instance: TspInstance) -> Points:
    """`(n, 2)` in the unit square's upper right, one scale for both axes, y downwards."""
    points = instance.coordinates
    if points is None:
        angles = 2 * np.pi * np.arange(instance.cities) / instance.cities
        points = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    low, high = points.min(0), points.max(0)
    span = float((high - low).max()) or 1.0
    return np.stack([points[:, 0] - low[0], high[1] - points[:, 1]], axis=1) / span


def _text(points: Points, tour: Tour | None, caption: str) -> str:
    width, height = 2 * COLUMNS - 1, 4 * ROWS - 1
    wide, high = points.max(0)
    scale = min(width / max(wide, 1e-9), height / max(high, 1e-9))
    dots = np.rint(points * scale).astype(int)
    cells = np.zeros((ROWS, COLUMNS), int)
    for here, there in _legs(tour):
        for x, y in _line(dots[here], dots[there]):
            cells[y // 4, x // 2] |= DOTS[y % 4][x % 2]
    marks = {(y // 4, x // 2) for x, y in dots.tolist()}
    lines = [
        "".join(
            "o" if (row, column) in marks else chr(BRAILLE + bits) if bits else " "
            for column, bits in enumerate(line)
        ).rstrip()
        for row, line in enumerate(cells.tolist())
    ]
    used = 1 + max(row for row, line in enumerate(lines) if line)
    return "\n".join([*lines[:used], caption])


def _legs(tour: Tour | None) -> list[tuple[int, int]]:
    if tour is None:
        return []
    return list(zip(tour.tolist(), np.roll(tour, -1).tolist(), strict=True))


def _line(start: NDArray[np.int64], end: NDArray[np.int64]) -> list[list[int]]:
    """The dots of a straight line, both ends included."""
    steps = int(np.abs(end - start).max())
    along = np.linspace(0.0, 1.0, steps + 1)[:, None]
    dots: list[list[int]] = np.rint(start + along * (end - start)).astype(int).tolist()
    return dots


def _canvas(points: Points, tour: Tour | None, counted_from: int) -> Canvas:
    inner = SIDE - 2 * MARGIN
    wide, high = (points.max(0) * inner).tolist()
    canvas = Canvas(round(wide) + 2 * MARGIN, round(high) + 2 * MARGIN)
    places = [(x * inner + MARGIN, y * inner + MARGIN) for x, y in points.tolist()]
    if tour is not None:
        way = [places[city] for city in tour.tolist()]
        canvas.line([*way, way[0]], "#4c78a8", 2)
    numbered = len(places) <= NUMBERED
    for city, place in enumerate(places):
        first = tour is not None and city == tour[0]
        canvas.dot(place, 9 if numbered else 4, "#e45756" if first else "#333333")
        if numbered:
            canvas.text(place, str(city + counted_from), "white", 10)
    return canvas
