"""Playing frames on a terminal while they come: pause, step, speed, quit."""

import os
import re
import select
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter

from rich.console import Console
from rich.live import Live
from rich.text import Text

from thinkers.cli.watching.screen import moment
from thinkers.cli.watching.track import Track

KEYS = "space pause, left/right step, +/- speed, q quit"

NAMES = {b" ": "pause", b"\x1b[D": "left", b"\x1b[C": "right", b"\x1bOD": "left",
         b"\x1bOC": "right", b"+": "faster", b"=": "faster", b"-": "slower", b"q": "quit",
         b"\x03": "quit"}  # fmt: skip
"""What terminals send for each key."""

ONE_KEY = re.compile(rb"\x1b[\[O].|.", re.DOTALL)
"""The bytes of one key."""

SLOWEST, FASTEST = 0.25, 64.0
"""Frames a second."""

MOMENT = 0.02
"""Seconds for which a key is waited for (our choice)."""


class Player:
    """Where playing is.

    Args:
        tracks: What is played; their frames may still come.
        speed: Frames a second.
    """

    def __init__(self, tracks: Sequence[Track], speed: float) -> None:
        self.tracks, self.speed = tracks, speed
        self.place, self.playing, self.quit = 0, True, False
        self._due = 0.0

    @property
    def there(self) -> int:
        """How many places can be shown: all models are that far, or have ended."""
        longest = max(len(track.frames) for track in self.tracks)
        return min(longest if track.stopped_by else len(track.frames) for track in self.tracks)

    @property
    def ended(self) -> bool:
        """Whether the last frame of all is shown."""
        return all(track.stopped_by for track in self.tracks) and self.place >= self.there - 1

    def press(self, key: str) -> None:
        """Do what a key says."""
        if key == "pause":
            self.playing = not self.playing
        elif key in {"left", "right"}:
            self.playing = False
            self._go(1 if key == "right" else -1)
        elif key in {"faster", "slower"}:
            factor = 2.0 if key == "faster" else 0.5
            self.speed = min(max(self.speed * factor, SLOWEST), FASTEST)
        elif key == "quit":
            self.quit = True

    def tick(self, now: float) -> None:
        """Go to the next frame once it is time.

        Args:
            now: Seconds by any clock that does not go back.
        """
        if self.playing and now >= self._due:
            self._go(1)
            self._due = now + 1 / self.speed

    def _go(self, steps: int) -> None:
        self.place = max(0, min(self.place + steps, self.there - 1))

    @property
    def seen(self) -> tuple[object, ...]:
        """What `text` follows from, beside its arguments."""
        begun = tuple(bool(track.frames) for track in self.tracks)
        return self.place, self.playing, self.ended, self.speed, begun

    def text(self, width: int, keys: bool) -> str:
        """What is shown."""
        state = "ended" if self.ended else "playing" if self.playing else "paused"
        foot = f"{state}, {self.speed:g} a second" + (f"; {KEYS}" if keys else "")
        return "\n".join([*moment(self.tracks, self.place, width), "", foot])


def named(read: bytes) -> list[str]:
    """The keys among what a terminal sent; others are left out."""
    return [NAMES[key] for key in ONE_KEY.findall(read) if key in NAMES]


@contextmanager
def keyboard() -> Iterator[Callable[[float], list[str]] | None]:
    """Gives what waits some seconds for keys, and names them; None where there is no keyboard."""
    try:
        import termios
        import tty

        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
    except (ImportError, OSError, ValueError, termios.error):
        yield None
        return

    def keys(seconds: float) -> list[str]:
        ready, _, _ = select.select([number], [], [], seconds)
        return named(os.read(number, 64)) if ready else []

    tty.setcbreak(number)
    try:
        yield keys
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)


def play(
    tracks: Sequence[Track],
    work: Callable[[], None],
    stop: Event,
    console: Console,
    speed: float,
) -> None:
    """Show frames while `work` makes them, until the user has seen enough.

    Args:
        tracks: What `work` fills.
        work: Thinks; runs in a thread of its own.
        stop: Set to end the work early.
        console: The terminal.
        speed: Frames a second.

    Raises:
        BaseException: What `work` raised.
    """
    player, failed = Player(tracks, speed), list[BaseException]()
    shown: object = None

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # raised again below, in the main thread
            failed.append(error)

    thread = Thread(target=guarded, daemon=True)
    thread.start()
    try:
        with keyboard() as keys, Live(console=console, screen=True, auto_refresh=False) as live:
            while not (player.quit or failed or stop.is_set()):
                if keys is None:
                    stop.wait(MOMENT)
                for key in keys(MOMENT) if keys else []:
                    player.press(key)
                player.tick(perf_counter())
                if (seen := (player.seen, console.size)) != shown:  # drawing takes its time
                    shown = seen
                    live.update(Text(player.text(console.width, keys is not None)), refresh=True)
                if player.ended and keys is None:
                    break
    finally:
        stop.set()
        thread.join()
    if failed:
        raise failed[0]
