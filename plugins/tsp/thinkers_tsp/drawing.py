"""Pictures of tours: lines of braille dots for the terminal, SVG and PNG for files."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers import Canvas, Colour, Figure, Heat, Key, Legend, Marks, minimise, shade
from thinkers_tsp.candidates import Legs, candidates
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

LIKELY = 0.2
"""The chance from which on a leg is dotted in the terminal (our choice)."""

WIDEST = 6
"""Pixels by which a sure leg is wider than one without a chance."""

DASHES = "⠉⠉ ⠉⠉"
"""What dashes look like in the terminal."""

LENGTH = minimise("length")

Points = NDArray[np.float64]

Leg = tuple[int, int]


def draw(instance: TspInstance, tour: Tour | None, marks: Marks[Tour] = Marks()) -> Figure:
    """The cities, joined by the tour when there is one, over other tours and candidate legs.

    They lie at their coordinates, y upwards, or on a circle, clockwise from the top, where there
    are none.
    """
    points, caption = _positions(instance), _caption(instance)
    layers = _layers(instance, tour, marks)
    return Figure(
        text=_text(points, layers, caption),
        svg=lambda: _canvas(points, layers, caption, instance.first).to_svg(),
        png=lambda: _canvas(points, layers, caption, instance.first).to_png(),
    )


@dataclass(frozen=True, eq=False)
class _Layers:
    """What is drawn over each other: from the bottom legs by their chances, a tour, the tour.

    Attributes:
        tour: The answer.
        under: Another one.
        fresh: Legs of the tour that were not in the one before.
        legs: Candidates with their chances, ascending.
        heat: What the chances are of.
        keys: The legend of the tours: of the answer, of what is fresh in it, and of the other one.
    """

    tour: Tour | None
    under: Tour | None
    fresh: Sequence[Leg]
    legs: Legs
    heat: Heat | None
    keys: Sequence[Key]


def _layers(instance: TspInstance, tour: Tour | None, marks: Marks[Tour]) -> _Layers:
    keys, under, fresh = list[Key](), None, list[Leg]()
    if tour is not None:
        line = Colour.BLUE if marks.heat is None else Colour.INK
        keys.append(Key(marks.words(LENGTH, "tour"), line, "line"))
        if marks.before is not None:
            before = {frozenset(leg) for leg in _legs(marks.before)}
            fresh = [leg for leg in _legs(tour) if frozenset(leg) not in before]
            keys.append(Key("new in this iteration", Colour.VERMILLION, "line"))
    if marks.under is not None:
        under = marks.under.solution
        keys.append(Key(marks.under.words(LENGTH), Colour.ORANGE, "dashed", DASHES))
    if tour is not None:
        keys.append(Key("first city of the tour", Colour.VERMILLION, "dot"))
    legs = [] if marks.heat is None else candidates(marks.heat, instance)
    return _Layers(tour, under, fresh, legs, marks.heat, keys)


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


def _text(points: Points, layers: _Layers, caption: str) -> str:
    """Solid lines for the tour, dashes for the other one, and dots for likely legs of neither."""
    width, height = 2 * COLUMNS - 1, 4 * ROWS - 1
    wide, high = points.max(0)
    scale = min(width / max(wide, 1e-9), height / max(high, 1e-9))
    dots = np.rint(points * scale).astype(int)
    cells = np.zeros((ROWS, COLUMNS), int)
    likely = [(here, there) for here, there, chance in layers.legs if chance >= LIKELY]
    for legs, pattern in ((_legs(layers.tour), "x"), (_legs(layers.under), "xxx   "),
                          (likely, "x  ")):  # fmt: skip
        for here, there in legs:
            for number, (x, y) in enumerate(_line(dots[here], dots[there])):
                if pattern[number % len(pattern)] == "x":
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
    beside = Legend(layers.keys).text()
    if layers.heat is not None:
        beside.append(f"⠂⠐ {layers.heat.words}: legs of {LIKELY:g} or more")
    return "\n".join([*lines[:used], caption, *beside])


def _legs(tour: Tour | None) -> list[Leg]:
    if tour is None:
        return []
    return list(zip(tour.tolist(), np.roll(tour, -1).tolist(), strict=True))


def _line(start: NDArray[np.int64], end: NDArray[np.int64]) -> list[list[int]]:
    """The dots of a straight line, both ends included."""
    steps = int(np.abs(end - start).max())
    along = np.linspace(0.0, 1.0, steps + 1)[:, None]
    dots: list[list[int]] = np.rint(start + along * (end - start)).astype(int).tolist()
    return dots


def _canvas(points: Points, layers: _Layers, caption: str, counted_from: int) -> Canvas:
    inner = SIDE - 2 * MARGIN
    wide, high = (points.max(0) * inner).tolist()
    legend = Legend(layers.keys, layers.heat, caption)
    canvas = legend.canvas(round(wide) + 2 * MARGIN, round(high) + 2 * MARGIN)
    places = [(x * inner + MARGIN, y * inner + MARGIN) for x, y in points.tolist()]
    for here, there, chance in layers.legs:
        canvas.line([places[here], places[there]], shade(chance), 1 + WIDEST * chance)
    if layers.under is not None:
        canvas.line(_way(places, layers.under), Colour.ORANGE, 3, dashed=True)
    if layers.tour is not None:
        line = Colour.BLUE if layers.heat is None else Colour.INK
        canvas.line(_way(places, layers.tour), line, 3 if layers.heat is None else 2)
    for here, there in layers.fresh:
        canvas.line([places[here], places[there]], Colour.VERMILLION, 4)
    numbered = len(places) <= NUMBERED
    for city, place in enumerate(places):
        first = layers.tour is not None and city == layers.tour[0]
        canvas.dot(place, 9 if numbered else 4, Colour.VERMILLION if first else Colour.INK)
        if numbered:
            canvas.text(place, str(city + counted_from), Colour.PAPER, 10)
    return canvas


def _way(places: list[tuple[float, float]], tour: Tour) -> list[tuple[float, float]]:
    """The places of a tour, the first once more at its end."""
    way = [places[city] for city in tour.tolist()]
    return [*way, way[0]]
