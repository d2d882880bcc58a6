"""Ctrl-C where the exception that it raises would be lost, or come out as another one.

So it is in compiled libraries that call Python, and while they are imported.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from types import FrameType


@contextmanager
def holding_ctrl_c() -> Iterator[Event]:
    """Gives an event that Ctrl-C sets; what it does otherwise it does when the block is over.

    Pressed again, it does it at once. Outside the main thread, and where nothing is called on
    Ctrl-C, nothing changes. Blocks may stand in one another.
    """
    pressed, before = Event(), signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):
        yield pressed
        return

    def press(number: int, frame: FrameType | None) -> None:
        if pressed.is_set():
            before(number, frame)
        pressed.set()

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed.is_set():
            before(signal.SIGINT, None)
