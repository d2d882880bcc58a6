"""The legend of a picture: what each colour and line stands for, below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thinkers.problems.canvas import Canvas
from thinkers.problems.marks import SHADES, Heat
from thinkers.problems.palette import Colour, shade
from thinkers.problems.wording import printable

ROW, SWATCH, GAP, FONT = 20, 28, 8, 13
"""Pixels: of a line of the legend, across its swatch, between things, and of letters."""

LETTER = 0.62
"""Mean width of a letter in units of its size, on the safe side (our choice)."""

STEPS = 28
"""Of a drawn scale: so many shades."""


@dataclass(frozen=True)
class Key:
    """A line of a legend.

    Attributes:
        words: What it stands for.
        colour: `#rrggbb`.
        form: How it is drawn: a filled `square`, a `line`, a `dashed` line, or a `dot`.
        sign: What stands for it in a terminal; empty where it is not drawn there.
    """

    words: str
    colour: str = Colour.INK
    form: Literal["square", "line", "dashed", "dot"] = "square"
    sign: str = ""


@dataclass(frozen=True)
class Legend:
    """What a picture's colours and lines mean.

    Attributes:
        keys: Its lines, in order.
        heat: Where it is drawn, its scale is the last line.
        title: What the whole is, as the first line.
    """

    keys: Sequence[Key] = ()
    heat: Heat | None = None
    title: str = ""

    def canvas(self, width: int, height: int) -> Canvas:
        """A canvas for a picture of this size, in pixels, with the legend below it."""
        words = [self.title, *(each.words for each in self.keys)]
        if self.heat is not None:
            words.append(self._scale(self.heat))
        wide = max(len(printable(each)) for each in words) * LETTER * FONT + SWATCH + 3 * GAP
        rows = bool(self.title) + len(self.keys) + (self.heat is not None)
        canvas = Canvas(max(width, round(wide)), height + ROW * rows + GAP)
        middle = height + GAP / 2 + ROW / 2
        if self.title:
            self._say(canvas, GAP, middle, self.title)
            middle += ROW
        for key in self.keys:
            self._swatch(canvas, middle, key)
            self._say(canvas, SWATCH + 2 * GAP, middle, key.words)
            middle += ROW
        if self.heat is not None:
            for step in range(STEPS):
                corner = (GAP + step * SWATCH / STEPS, middle - 6)
                canvas.rectangle(corner, (SWATCH / STEPS, 12), shade((step + 0.5) / STEPS))
            self._say(canvas, SWATCH + 2 * GAP, middle, self._scale(self.heat))
        return canvas

    def text(self) -> list[str]:
        """Lines for a terminal: the title, what has a sign there, and the scale."""
        signs = "  ".join(f"{key.sign} {key.words}" for key in self.keys if key.sign)
        lines = [*[self.title] * bool(self.title), *[signs] * bool(signs)]
        if self.heat is not None:
            lines.append(f"{SHADES.strip()} {self._scale(self.heat)}")
        return lines

    @staticmethod
    def _scale(heat: Heat) -> str:
        return f"{heat.words}, 0 to {heat.most:.3g}"

    @staticmethod
    def _say(canvas: Canvas, left: float, middle: float, words: str) -> None:
        canvas.text((left, middle), words, Colour.INK, FONT, anchor="start")

    @staticmethod
    def _swatch(canvas: Canvas, middle: float, key: Key) -> None:
        left, right = GAP, GAP + SWATCH
        if key.form == "square":
            canvas.rectangle((left, middle - 7), (SWATCH, 14), Colour.INK)
            canvas.rectangle((left + 1, middle - 6), (SWATCH - 2, 12), key.colour)
        elif key.form == "dot":
            canvas.dot(((left + right) / 2, middle), 6, key.colour)
        else:
            dashed = key.form == "dashed"
            canvas.line([(left, middle), (right, middle)], key.colour, 3, dashed=dashed)
