"""The other side of `Worker`: a process that performs what it is asked for, until its pipe ends."""

import os
import pickle
import select
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from thinkers.problems.wording import one_line


def main() -> None:
    """Serve the pipe whose descriptor is the first argument."""
    pipe = Connection(int(sys.argv[1]))
    os.set_inheritable(pipe.fileno(), False)
    Thread(target=_end_with, args=(pipe.fileno(),), daemon=True).start()
    with suppress(EOFError, OSError):
        sys.path[:] = pipe.recv()
        _serve(pipe)


def _serve(pipe: Connection) -> None:
    from thinkers.scoring.footing.performing import Performance, perform

    def answered(work: Any) -> bytes:
        """The pickle of what it gives, or of why there is none."""
        try:
            return pickle.dumps(work())
        except Exception as error:  # pickling runs code of the thing
            reason = f"could not be passed on to its process, or back: {one_line(error)}"
            return pickle.dumps(Performance(0.0, failure=reason))

    problem: Any = None
    baseline: Any = None
    while True:
        payload = pipe.recv_bytes()

        def work(payload: bytes = payload) -> Any:
            nonlocal problem, baseline
            given = pickle.loads(payload)
            if isinstance(given, tuple):
                problem, baseline = given
                return Performance(0.0)
            return perform(problem, baseline, given)

        pipe.send_bytes(answered(work))


def _end_with(descriptor: int) -> None:
    """End this process and those that it started once nobody holds the pipe's other end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLHUP)
    poll.poll()
    os.killpg(os.getpgid(0), signal.SIGKILL)
