"""SVG of a chart: axes, lines, bands and marks, drawn in the classes of the page's style."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

from thinkers.scoring.report.scales import Scale

WIDTH, HEIGHT = 420, 270
"""Size of a chart in its own units, which are pixels on a phone."""

LEFT, RIGHT, TOP, BOTTOM = 46, 12, 10, 42
"""Room around the drawing, for the numbers of the axes."""

DIGIT = 8.0
"""Room of a digit along an axis, with some air."""

SERIES = 8
"""Looks that differ in colour, dashes and mark; the next one is the first again."""

Point = tuple[float, float]


@dataclass
class Chart:
    """One chart; what is drawn last lies on top.

    Attributes:
        title: What it shows, for those who do not see it too.
        x: The axis along.
        y: The axis upwards.
        told: What it comes to, in words, for those who do not see it.
    """

    title: str
    x: Scale
    y: Scale
    told: str = ""
    _parts: list[str] = field(default_factory=list)

    def line(self, points: Sequence[Point], look: int, *, steps: bool = False) -> None:
        """A line through points, or one that keeps its height until the next."""
        if not points:
            return
        if steps:
            points = list(_stairs(points))
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self._place, points))
        self._parts.append(f'<polyline class="line {series(look)}" points="{path}"/>')

    def marks(self, points: Iterable[Point], look: int) -> None:
        """A mark at each point."""
        for x, y in map(self._place, points):
            self._parts.append(mark(x, y, look))

    def bar(self, x: float, low: float, high: float, look: int) -> None:
        """An interval upwards at one place."""
        (at, bottom), (_, top) = self._place((x, low)), self._place((x, high))
        self._parts.append(
            f'<path class="line {series(look)} solid" d="M{at:.1f} {bottom:.1f}V{top:.1f}'
            f'M{at - 4:.1f} {bottom:.1f}h8M{at - 4:.1f} {top:.1f}h8"/>'
        )

    def shade(self, low: float, high: float, words: str) -> None:
        """A part of the axis along, and what it is."""
        (left, _), (right, _) = self._place((low, self.y.low)), self._place((high, self.y.low))
        width = max(right - left, 6.0)
        self._parts.insert(
            0,
            f'<rect class="shade" x="{left:.1f}" y="{TOP}" width="{width:.1f}" '
            f'height="{HEIGHT - TOP - BOTTOM}"/><text class="small" x="{left + 4:.1f}" '
            f'y="{TOP + 12}">{escape(words)}</text>',
        )

    def to_svg(self) -> str:
        """The chart as an element of the page."""
        said = f"{self.title}. {self.told}" if self.told else self.title
        inside = "".join([*self._grid(), *self._parts])
        return (
            f'<svg role="img" aria-label="{escape(said)}" viewBox="0 0 {WIDTH} {HEIGHT}">'
            f"{inside}</svg>"
        )

    def _grid(self) -> Iterable[str]:
        left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM
        for number in self.y.marks:
            _, y = self._place((self.x.low, number))
            yield f'<path class="grid" d="M{left} {y:.1f}H{right}"/>'
            yield _text(left - 6, y + 4, number_of(number), "end")
        for at, words in apart(self.x, right - left):
            x = left + at
            yield f'<path class="grid" d="M{x:.1f} {TOP}V{bottom}"/>'
            yield _text(x, bottom + 16, words, "middle")
        yield f'<path class="axis" d="M{left} {TOP}V{bottom}H{right}"/>'
        yield _text((left + right) / 2, HEIGHT - 6, self.x.label, "middle")
        middle = (TOP + bottom) / 2
        yield (
            f'<text text-anchor="middle" transform="translate(11 {middle:.1f}) rotate(-90)">'
            f"{escape(self.y.label)}</text>"
        )

    def _place(self, point: Point) -> Point:
        x = LEFT + self.x.at(point[0]) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - self.y.at(point[1]) * (HEIGHT - TOP - BOTTOM)
        return x, y


def series(look: int) -> str:
    """The classes of a solver's look."""
    return f"s{look % SERIES}"


def mark(x: float, y: float, look: int) -> str:
    """A small sign that differs by more than its colour."""
    shapes = (
        "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "m-4 -4h8v8h-8z", "m0 -5l5 9h-10z",
        "m0 -5l5 5l-5 5l-5 -5z", "m0 5l5 -9h-10z",
        "m-5 -1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z",
        "m-4 -2.5h8v5h-8z", "m-2.5 -4h5v8h-5z",
    )  # fmt: skip
    return f'<path class="mark {series(look)}" d="M{x:.1f} {y:.1f}{shapes[look % SERIES]}"/>'


def number_of(number: float) -> str:
    """A mark's number, short: `0.5`, `20`, `1e-05`."""
    return f"{number:.6g}" if 1e-4 <= abs(number) < 1e6 or not number else f"{number:.0e}"


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def apart(scale: Scale, length: float) -> Iterable[tuple[float, str]]:
    """The marks that have room for their numbers beside the one before: place and number."""
    free = -length
    for number in scale.marks:
        words, at = number_of(number), scale.at(number) * length
        half = DIGIT / 2 * len(words)
        if at - half >= free:
            yield at, words
            free = at + half


def _stairs(points: Sequence[Point]) -> Iterable[Point]:
    """The same with a corner before each rise or fall."""
    before = points[0]
    for point in points:
        yield point[0], before[1]
        yield point
        before = point
