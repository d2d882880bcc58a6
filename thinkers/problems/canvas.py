"""A few shapes on a plane, rendered as SVG or PNG: all that our pictures need."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape

from thinkers.problems.wording import printable

Point = tuple[float, float]


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

    def line(self, points: list[Point], stroke: str, width: float = 1.5) -> None:
        """Join `points` by straight lines."""
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        self._svg.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"'
            ' stroke-linejoin="round"/>'
        )
        self._draw.append(("line", (points,), {"fill": stroke, "width": max(1, round(width))}))

    def dot(self, centre: Point, radius: float, fill: str) -> None:
        """Fill a circle."""
        x, y = centre
        self._svg.append(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:g}" fill="{fill}"/>')
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.append(("ellipse", (box,), {"fill": fill}))

    def text(self, centre: Point, words: str, fill: str, size: int = 10) -> None:
        """Write `words`, centred; control characters, which no SVG may hold, are written out."""
        (x, y), words = centre, printable(words)
        self._svg.append(
            f'<text x="{x:.2f}" y="{y:.2f}" fill="{fill}" font-size="{size}" '
            'font-family="sans-serif" text-anchor="middle" dominant-baseline="central">'
            f"{escape(words)}</text>"
        )
        options = {"fill": fill, "anchor": "mm", "font_size": size}
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
