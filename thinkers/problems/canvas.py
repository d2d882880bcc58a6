"""A few shapes on a plane, rendered as SVG or PNG: all that our pictures need."""

from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import pairwise
from math import ceil, dist
from typing import Literal

from thinkers.problems.wording import printable

Point = tuple[float, float]

DASH = 6.0
"""Pixels of a dash, and of the gap after it."""

ANCHORS = {"start": "lm", "middle": "mm"}
"""Where a text is put, in SVG's words and in those of Pillow."""


@dataclass(frozen=True)
class Canvas:
    """Shapes in pixels, drawn in the order they were added; y grows downwards.

    Attributes:
        width: Pixels, > 0.
        height: Pixels, > 0.
    """

    width: int
    height: int
    _svg: list[str] = field(default_factory=list)
    _draw: list[tuple[str, tuple[object, ...], dict[str, object]]] = field(default_factory=list)

    def rectangle(self, corner: Point, size: Point, fill: str) -> None:
        """Fill a rectangle whose upper left corner is `corner`."""
        (x, y), (width, height) = corner, size
        self._svg.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'
        )
        self._draw.append(("rectangle", ((x, y, x + width - 1, y + height - 1),), {"fill": fill}))

    def line(
        self, points: list[Point], stroke: str, width: float = 1.5, *, dashed: bool = False
    ) -> None:
        """Join `points` by straight lines, or by dashes, which are told apart without colours."""
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        dashes = f' stroke-dasharray="{DASH:g}"' if dashed else ""
        self._svg.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"'
            f' stroke-linejoin="round"{dashes}/>'
        )
        for part in _dashes(points) if dashed else [points]:
            self._draw.append(("line", (part,), {"fill": stroke, "width": max(1, round(width))}))

    def dot(self, centre: Point, radius: float, fill: str) -> None:
        """Fill a circle."""
        x, y = centre
        self._svg.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" fill="{fill}"/>')
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.append(("ellipse", (box,), {"fill": fill}))

    def text(
        self,
        place: Point,
        words: str,
        fill: str,
        size: int = 10,
        anchor: Literal["start", "middle"] = "middle",
    ) -> None:
        """Write `words`; control characters, which no SVG may hold, are written out.

        Args:
            place: Their centre, or the middle of their left side where the anchor is `start`.
            words: One line.
            fill: The colour.
            size: Of the letters, pixels.
            anchor: What the place is of.
        """
        (x, y), words = place, printable(words)
        self._svg.append(
            f'<text x="{x:.2f}" y="{y:.2f}" fill="{fill}" font-size="{size}" '
            f'font-family="sans-serif" text-anchor="{anchor}" dominant-baseline="central">'
            f"{escape(words, quote=False)}</text>"
        )
        options = {"fill": fill, "anchor": ANCHORS[anchor], "font_size": size}
        self._draw.append(("text", ((x, y), words), options))

    def to_svg(self) -> str:
        """A whole SVG document on a white ground."""
        size = f'width="{self.width}" height="{self.height}"'
        shapes = "\n".join([f'<rect {size} fill="white"/>', *self._svg])
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{shapes}\n</svg>\n'

    def to_png(self) -> bytes:
        """The bytes of a PNG file on a white ground."""
        from PIL import Image, ImageDraw

        image = Image.new("RGB", (self.width, self.height), "white")
        pen = ImageDraw.Draw(image)
        for shape, arguments, options in self._draw:
            getattr(pen, shape)(*arguments, **options)
        stream = BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()


def _dashes(points: list[Point]) -> list[list[Point]]:
    """The dashes of a way, each on one straight piece, which begins with one."""
    found = []
    for (x, y), (right, down) in pairwise(points):
        length = dist((x, y), (right, down))
        for number in range(ceil(length / (2 * DASH))):
            ends = (2 * number * DASH / length, min((2 * number + 1) * DASH / length, 1.0))
            found.append([(x + share * (right - x), y + share * (down - y)) for share in ends])
    return found
