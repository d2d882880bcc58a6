"""A recording of the terminal, asciicast v2 (docs.asciinema.org/manual/asciicast/v2)."""

import json
from collections.abc import Sequence

from thinkers.cli.watching.screen import moment
from thinkers.cli.watching.track import Track

CLEAR = "\x1b[H\x1b[2J"
"""Cursor to the first place, and an empty screen (ECMA-48)."""

WIDTH = 200
"""Most columns: two models side by side."""

HOLD = 2.0
"""Seconds for which the last frame stays."""


def recording(tracks: Sequence[Track], places: Sequence[int], speed: float) -> bytes:
    """The bytes of a recording, one event for each place, with the end of the last one.

    Args:
        tracks: Each with frames.
        places: What is shown, in order.
        speed: Frames a second.
    """
    shown = [moment(tracks, place, WIDTH) for place in places]
    header = {
        "version": 2,
        "width": max(80, *(len(line) for lines in shown for line in lines)),
        "height": max(len(lines) for lines in shown) + 1,
        "title": f"thinkers watch {tracks[0].problem.name}",
    }
    events = [
        [round(number / speed, 3), "o", CLEAR + "\r\n".join(lines)]
        for number, lines in enumerate(shown)
    ]
    end = [round(len(shown) / speed + HOLD, 3), "o", "\r\n"]
    rows = (header, *events, end)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
