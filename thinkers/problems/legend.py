"""The legend of a picture: what each colour and line stands for, below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thinkers.problems.canvas import Canvas
from thinkers.problems.marks import SHADES, Heat
from thinkers.problems.palette import Colour, shade
from thinkers.problems.wording import cut, printable

ROW, SWATCH, GAP, FONT = 20, 28, 8, 13
"""Pixels: of a line of the legend, across its swatch, between things, and of letters."""

LETTER = 0.62
"""Mean width of a letter in units of its size, on the safe side (our choice)."""

LONGEST = 80
"""Characters of a line; longer ones are cut short (our choice)."""

STEPS = 28
"""Of a drawn scale: so many shades."""


@dataclass(frozen=True)
class Key:
    """A line of a legend.

    Attributes:
        words: What it stands for.
        colour: `#rrggbb`.
        form: How it is drawn: a filled `square`, a `line`, a `dashed` line, a `dot`; or
            `none`, which leaves the words.
        sign: What stands for it in a terminal; empty where it is not drawn there.
    """

    words: str
    colour: str = Colour.INK
    form: Literal["square", "line", "dashed", "dot", "none"] = "square"
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
        lines = [*[self.title] * bool(self.title), *(each.words for each in self.keys)]
        if self.heat is not None:
            lines.append(_scale(self.heat))
        lines = [_short(each) for each in lines]
        wide = max(map(len, lines), default=0) * LETTER * FONT + SWATCH + 3 * GAP
        below = ROW * len(lines) + GAP if lines else 0
        canvas = Canvas(max(width, round(wide) if lines else 0), height + below)
        indents = [GAP] * bool(self.title) + [SWATCH + 2 * GAP] * len(lines)
        middles = [height + GAP / 2 + ROW * (number + 0.5) for number in range(len(lines))]
        for left, middle, words in zip(indents, middles, lines, strict=False):
            canvas.text((left, middle), words, Colour.INK, FONT, anchor="start")
        for key, middle in zip(self.keys, middles[bool(self.title) :], strict=False):
            _swatch(canvas, middle, key)
        if self.heat is not None:
            for step in range(STEPS):
                corner = (GAP + step * SWATCH / STEPS, middles[-1] - 6)
                canvas.rectangle(corner, (SWATCH / STEPS, 12), shade((step + 0.5) / STEPS))
        return canvas

    def text(self) -> list[str]:
        """Lines for a terminal: the title, what has a sign there, and the scale."""
        signs = [f"{key.sign} {_short(key.words)}" for key in self.keys if key.sign]
        together = "  ".join(signs)
        signs = [together] if signs and len(together) <= LONGEST else signs
        lines = [*[self.title] * bool(self.title), *signs]
        if self.heat is not None:
            lines.append(f"{SHADES.strip()} {_scale(self.heat)}")
        return lines


def _scale(heat: Heat) -> str:
    return f"{heat.words}, 0 to {heat.most:.3g}"


def _short(words: str) -> str:
    return cut(printable(words), LONGEST)


def _swatch(canvas: Canvas, middle: float, key: Key) -> None:
    left, right = GAP, GAP + SWATCH
    if key.form == "square":
        canvas.rectangle((left, middle - 7), (SWATCH, 14), Colour.INK)
        canvas.rectangle((left + 1, middle - 6), (SWATCH - 2, 12), key.colour)
    elif key.form == "dot":
        canvas.dot(((left + right) / 2, middle), 6, key.colour)
    elif key.form != "none":
        dashed = key.form == "dashed"
        canvas.line([(left, middle), (right, middle)], key.colour, 3, dashed=dashed)
