"""What Ctrl-C calls: asked for, changed for a while, and held.

It is held where the exception that it raises would be lost, or come out as another one: in compiled
libraries that call Python, and while they are imported.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType
from typing import Any

Handler = Callable[[int, FrameType | None], Any]
"""Takes the number of the signal, and where the program was."""


def called_on_ctrl_c() -> Handler | None:
    """What Ctrl-C calls; None where nothing, and outside the main thread, where none is called."""
    found = signal.getsignal(signal.SIGINT)
    return found if current_thread() is main_thread() and callable(found) else None


@contextmanager
def calling_on_ctrl_c(handler: Handler) -> Iterator[None]:
    """Context, of the main thread, in which Ctrl-C calls this; then again what it called before."""
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def holding_ctrl_c() -> Iterator[Event]:
    """Gives an event that Ctrl-C sets; what it does otherwise it does when the block is over.

    Pressed again, it does it at once. Outside the main thread, and where nothing is called on
    Ctrl-C, nothing changes. Blocks may stand in one another.
    """
    pressed, before = Event(), called_on_ctrl_c()
    if before is None:
        yield pressed
        return

    def press(number: int, frame: FrameType | None) -> None:
        if pressed.is_set():
            before(number, frame)
        pressed.set()

    try:
        with calling_on_ctrl_c(press):
            yield pressed
    finally:
        if pressed.is_set():
            before(signal.SIGINT, None)
