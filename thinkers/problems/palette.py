"""The colours of all pictures: safe for the colour-blind, and told apart in grey print."""

from enum import StrEnum
from typing import Any, Self


class Colour(StrEnum):
    """The colours of Okabe and Ito (2008), with the ground and the lines of cells.

    What lies side by side in a picture, and is told by colour alone, should be of colours whose
    luminances are in a ratio of 1.3 or more (`contrast`): INK, BLUE, PURPLE, ORANGE, YELLOW and
    PAPER are, in this order.
    """

    INK = "#000000"
    BLUE = "#0072B2"
    VERMILLION = "#D55E00"
    GREEN = "#009E73"
    PURPLE = "#CC79A7"
    SKY = "#56B4E9"
    ORANGE = "#E69F00"
    YELLOW = "#F0E442"
    PAPER = "#FFFFFF"

    @classmethod
    def over(cls, ground: str) -> Self:
        """What to write in on a ground: ink or paper, whichever is read the better."""
        return max((cls.INK, cls.PAPER), key=lambda each: contrast(each, ground))


LINES = (
    Colour.BLUE, Colour.ORANGE, Colour.GREEN, Colour.PURPLE, Colour.SKY, Colour.VERMILLION,
    Colour.INK,
)  # fmt: skip
"""Of the lines of a plot, in order."""

MARKERS = "os^vDPX"
"""What tells those lines from each other in grey print, as matplotlib calls it."""

RAMP = (Colour.PAPER, Colour.YELLOW, Colour.GREEN, Colour.BLUE)
"""A shade from nothing to all, evenly apart: ever darker, so that it is one in grey print, too."""


def shade(share: float) -> str:
    """The colour of a share from 0, the ground, to 1; what lies beyond is at the end."""
    last = len(RAMP) - 1
    place = min(max(share, 0.0), 1.0) * last
    first = min(int(place), last - 1)
    low, high = (_channels(RAMP[number]) for number in (first, first + 1))
    mixed = (a + (b - a) * (place - first) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{round(value):02X}" for value in mixed)


def line_style(number: int) -> dict[str, Any]:
    """Colour and marker of one of the lines of a plot, as matplotlib takes them."""
    colour, marker = LINES[number % len(LINES)], MARKERS[number % len(MARKERS)]
    return {"color": str(colour), "marker": marker, "markersize": 4}


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, 0 to 1 (W3C, WCAG 2.2)."""
    red, green, blue = (_linear(value / 255) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (W3C, WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _channels(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
