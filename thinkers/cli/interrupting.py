"""Ctrl-C asks for the best answer so far; pressed again, it ends the program at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType


@contextmanager
def interruptible() -> Iterator[Event]:
    """Gives an event that the first Ctrl-C sets; the second raises `KeyboardInterrupt`.

    Outside the main thread, and where the program was started with Ctrl-C ignored, nothing is
    changed, since nobody can ask then.
    """
    event, before = Event(), signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or before is not signal.default_int_handler:
        yield event
        return

    def first(number: int, frame: FrameType | None) -> None:
        del number, frame
        signal.signal(signal.SIGINT, signal.default_int_handler)
        event.set()

    signal.signal(signal.SIGINT, first)
    try:
        yield event
    finally:
        signal.signal(signal.SIGINT, before)
