"""One page of HTML that plays thinking and asks for nothing else; what others wrote is text."""

import json
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from thinkers.cli.watching.pictures import png
from thinkers.cli.watching.track import Curve, Track, thinned

WIDE, HIGH = 100, 30
"""Units of a curve's picture."""


def page(tracks: Sequence[Track], places: Sequence[int]) -> bytes:
    """The whole document.

    Args:
        tracks: Each with frames.
        places: What is shown, in order.
    """
    template = files("thinkers.cli.watching").joinpath("page.html").read_text(encoding="utf-8")
    data = json.dumps([_data(track, places) for track in tracks]).replace("<", "\\u003c")
    return Template(template).substitute(
        title=escape(f"Thinking: {tracks[0].problem.name}"),
        last=len(places) - 1,
        models="".join(map(_section, tracks)),
        data=data,
    ).encode()  # fmt: skip


def _data(track: Track, places: Sequence[int]) -> dict[str, Any]:
    """What the page shows of a model: each picture once."""
    pictures: dict[str, int] = {}
    shown = []
    for place in places:
        picture = b64encode(png(track, place)).decode()
        frame = track.at(place)
        shown.append({
            "picture": pictures.setdefault(picture, len(pictures)),
            "head": track.head(place),
            "verdict": track.verdict(place),
            "numbers": [f"{each.name} {each.number(frame)}" for each in track.curves],
            "x": round(_across(min(place, len(track.frames) - 1), track), 2),
        })  # fmt: skip
    return {"pictures": list(pictures), "frames": shown}


def _section(track: Track) -> str:
    row = '<div class="curve"><span></span>{}</div>'
    curves = "".join(row.format(curve_svg(each, track, 0)) for each in track.curves)
    return f'<section><h2></h2><img alt="">{curves}<p class="verdict"></p></section>'


def curve_svg(curve: Curve, track: Track, now: int) -> str:
    """The picture of a curve, with a line at the place that is shown; gaps where is no number."""
    parts: list[list[str]] = [[]]
    heights = curve.heights(track.frames)
    for place in thinned(len(heights)):
        height = heights[place]
        if height is None:
            parts.append([])
        else:
            y = 2 + (HIGH - 4) * (1 - height)
            parts[-1].append(f"{_across(place, track):.2f},{y:.2f}")
    drawn = "".join(f'<polyline points="{" ".join(part)}"/>' for part in parts if part)
    x = f"{_across(min(now, len(track.frames) - 1), track):.2f}"
    return (
        f'<svg aria-hidden="true" viewBox="0 0 {WIDE} {HIGH}" preserveAspectRatio="none">'
        f'{drawn}<line x1="{x}" x2="{x}" y1="0" y2="{HIGH}"/></svg>'
    )


def _across(place: int, track: Track) -> float:
    return WIDE * place / max(len(track.frames) - 1, 1)
