"""Animated pictures of thinking: GIF, APNG and WebP, one frame for each place."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from thinkers.cli.watching.track import Curve, Track
from thinkers.problems.palette import Colour

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

SIDE, TALLEST, MARGIN = 420, 840, 10
"""Most pixels across and down a drawn instance, whose legend may have more lines in some frames
than in others, and around all."""

LINE, CURVE, FONT = 20, 28, 14
"""Pixels of a line of text, of a curve, and of letters."""

NUMBERS = 170
"""Pixels of the name and number beside a curve."""

COLOURS = 64
"""Of a GIF, and of the pictures of a page: what we draw has few."""

SAMPLES = 6
"""Frames that the colours of a GIF are taken from, beside the last."""

BAND = 8
"""Lines of pixels that stand for each colour of the palette when those of a GIF are chosen."""

HOLD = 2000
"""Milliseconds for which the last frame stays."""

FORMS = {".gif": "GIF", ".png": "PNG", ".webp": "WEBP"}
"""What Pillow calls them."""


def animation(tracks: Sequence[Track], places: Sequence[int], suffix: str, speed: float) -> bytes:
    """The bytes of an animated picture.

    Args:
        tracks: Each with frames.
        places: What is shown, in order.
        suffix: One of `FORMS`.
        speed: Frames a second.
    """
    first, *rest = frames(tracks, places)
    if suffix == ".gif":
        first, *rest = _of_one_palette([first, *rest])
    each, stream = round(1000 / speed), BytesIO()
    times = [*[each] * len(rest), HOLD]
    options = {"lossless": True} if suffix == ".webp" else {}
    duration = times if rest else HOLD
    first.save(
        stream, FORMS[suffix], save_all=True, append_images=rest, duration=duration, loop=0,
        **options,
    )  # fmt: skip
    return stream.getvalue()


def _of_one_palette(shown: "Sequence[Image]") -> "list[Image]":
    """The frames in the colours of a few of them, so that a GIF need only hold what changes."""
    from PIL import Image

    step = -(-len(shown) // SAMPLES)
    some = [*shown[::step], shown[-1]]
    wide, high = some[0].size
    strip = Image.new("RGB", (wide, high * len(some) + BAND * len(Colour)))
    for number, each in enumerate(some):
        strip.paste(each, (0, number * high))
    for number, colour in enumerate(Colour):  # rare ones, too, are not to become their neighbours
        top = high * len(some) + BAND * number
        strip.paste(colour, (0, top, wide, top + BAND))
    palette = strip.quantize(COLOURS)
    return [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in shown]


def frames(tracks: Sequence[Track], places: Sequence[int]) -> "list[Image]":
    """Pictures of one size: the models side by side, each with its curves."""
    from PIL import Image

    found = [[_drawn(track, place) for track in tracks] for place in places]
    wide = max(NUMBERS + 120, *(each.width for row in found for each in row))
    high = max(each.height for row in found for each in row)
    below = LINE + high + 3 * CURVE + LINE
    size = len(tracks) * (wide + MARGIN) + MARGIN, below + 2 * MARGIN
    shown = []
    for place, row in zip(places, found, strict=True):
        sheet = Image.new("RGB", size, "white")
        for number, (track, picture) in enumerate(zip(tracks, row, strict=True)):
            _panel(sheet, track, place, picture, (MARGIN + number * (wide + MARGIN), wide, high))
        shown.append(sheet)
    return shown


def png(track: Track, place: int) -> bytes:
    """The drawn instance alone, small enough for a page."""
    stream = BytesIO()
    _drawn(track, place).quantize(COLOURS).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _drawn(track: Track, place: int) -> "Image":
    from PIL import Image

    with Image.open(BytesIO(track.figure(place).png())) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((SIDE, TALLEST))
    return picture


def _panel(
    sheet: "Image", track: Track, place: int, picture: "Image", room: tuple[int, int, int]
) -> None:
    from PIL import ImageDraw

    pen, (left, wide, high) = ImageDraw.Draw(sheet), room
    _text(pen, (left, MARGIN), track.head(place), wide)
    sheet.paste(picture, (left, MARGIN + LINE))
    top = MARGIN + LINE + high
    for curve in track.curves:
        words = f"{curve.name} {curve.number(track.at(place))}"
        _text(pen, (left, top + 8), words, NUMBERS)
        _curve(pen, curve, track, place, (left + NUMBERS, top + 6, wide - NUMBERS))
        top += CURVE
    _text(pen, (left, top + 4), track.verdict(place), wide)


def _text(pen: "ImageDraw", corner: tuple[int, int], words: str, wide: int) -> None:
    """Write as much as there is room for."""
    while len(words) > 4 and pen.textlength(words, font_size=FONT) > wide:
        words = f"{words[:-4]}..."
    pen.text(corner, words, fill=Colour.INK, font_size=FONT)


def _curve(
    pen: "ImageDraw", curve: Curve, track: Track, place: int, room: tuple[int, int, int]
) -> None:
    """The curve so far, on the scale of the whole, with a dot at its end."""
    left, top, wide = room
    heights = curve.heights(track.frames)
    last, deep = max(len(heights) - 1, 1), CURVE - 8
    points = [
        None if each is None else (left + number * (wide - 6) / last, top + deep * (1 - each))
        for number, each in enumerate(heights[: place + 1])
    ]
    for one, other in pairwise(points):
        if one and other:
            pen.line((one, other), fill=Colour.BLUE, width=2)
    if points[-1]:
        x, y = points[-1]
        pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=Colour.BLUE)
