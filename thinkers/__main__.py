"""The command, also as `python -m thinkers`: Ctrl-C while it is imported ends it with one line."""

import os
import signal
from contextlib import suppress
from types import FrameType


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    with suppress(OSError):
        os.write(2, b"error: interrupted\n")
    os._exit(130)  # nothing is open yet, and what is being imported could swallow an exception


if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _leave)


def main() -> None:
    """Entry point of the console script."""
    from thinkers.cli import app

    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    app.main()


if __name__ == "__main__":
    main()
