"""A moment of thinking as lines of text: pictures side by side, curves below."""

from collections.abc import Sequence
from itertools import zip_longest

from thinkers.cli.watching.track import Track
from thinkers.problems.wording import printable

BLOCKS = "▁▂▃▄▅▆▇█"
"""Heights of a curve, from the least to the most."""

LENGTH = 32
"""Characters of a curve; longer ones are thinned."""

GAP = "   "
"""Between two models."""


def spark(heights: Sequence[float | None], length: int = LENGTH) -> str:
    """A curve of block characters, blank where there is no number."""
    last = len(heights) - 1
    count = min(length, last + 1)
    shown = [heights[round(place * last / max(count - 1, 1))] for place in range(count)]
    return "".join(
        " " if each is None else BLOCKS[min(int(each * len(BLOCKS)), len(BLOCKS) - 1)]
        for each in shown
    )


def lines(track: Track, place: int) -> list[str]:
    """What a model thinks, at a place among its frames."""
    if not track.frames:
        return [f"{track.model}, not begun"]
    seen = track.frames[: place + 1]
    curves = [
        f"{each.name:8} {each.number(track.at(place)):>10} {spark(each.heights(seen))}"
        for each in track.curves
    ]
    picture = track.figure(place).text.split("\n")
    return [printable(line) for line in (track.head(place), *picture, *curves,
                                         track.verdict(place))]  # fmt: skip


def moment(tracks: Sequence[Track], place: int, width: int) -> list[str]:
    """All models at a place: side by side where there is room, else one below the other."""
    blocks = [lines(track, place) for track in tracks]
    widths = [max(map(len, block)) for block in blocks]
    if sum(widths) + len(GAP) * (len(widths) - 1) > width:
        return [line for block in blocks for line in (*block, "")][:-1]
    rows = zip_longest(*blocks, fillvalue="")
    return [
        GAP.join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
