"""Running plugin code: whatever it raises becomes one line about the plugin."""

import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from types import FrameType
from typing import Any, Self, TypeVar

from thinkers.problems.ctrl_c import called_on_ctrl_c
from thinkers.problems.wording import one_line

Given = TypeVar("Given")


def attempt(call: Callable[[], Given], fail: Callable[[str], object]) -> Given | None:
    """What a plugin's code gives, or None after `fail` was told in one line why it gave nothing.

    The code may raise anything, exit and print: what it prints goes to stderr. A pressed Ctrl-C
    is not its fault and ends the program as usual. What no process can do to itself is not held
    off: an endless loop, `os._exit`, a crash of compiled code.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed meanwhile.
    """
    found, fault = None, ""
    with _CtrlC() as ctrl_c, redirect_stdout(sys.stderr):
        try:
            found = call()
        except BaseException as error:
            ctrl_c.pressed |= not ctrl_c.watched and type(error) is KeyboardInterrupt
            fault = one_line(error)
    if ctrl_c.pressed:
        raise KeyboardInterrupt
    if fault:
        fail(fault)
    return found


class _CtrlC:
    """While open, tells a pressed Ctrl-C from a KeyboardInterrupt that somebody raised.

    Attributes:
        watched: Whether it can: in the main thread, where nobody else handles the signal.
        pressed: Whether it was.
    """

    def __init__(self) -> None:
        self.watched = called_on_ctrl_c() is signal.default_int_handler
        self.pressed = False

    def __enter__(self) -> Self:
        if self.watched:
            signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, *_: object) -> None:
        if self.watched:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _press(self, number: int, frame: FrameType | None) -> Any:
        self.pressed = True
        signal.default_int_handler(number, frame)
