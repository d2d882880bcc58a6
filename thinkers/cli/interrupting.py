"""Ctrl-C asks for the best answer so far; pressed again, it ends the program at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

from thinkers.problems.ctrl_c import called_on_ctrl_c, calling_on_ctrl_c


@contextmanager
def interruptible() -> Iterator[Event]:
    """Gives an event that the first Ctrl-C sets; the second raises `KeyboardInterrupt`.

    Outside the main thread, and where the program was started with Ctrl-C ignored, nothing is
    changed, since nobody can ask then.
    """
    event = Event()
    if called_on_ctrl_c() is not signal.default_int_handler:
        yield event
        return

    def first(number: int, frame: FrameType | None) -> None:
        del number, frame
        signal.signal(signal.SIGINT, signal.default_int_handler)
        event.set()

    with calling_on_ctrl_c(first):
        yield event
