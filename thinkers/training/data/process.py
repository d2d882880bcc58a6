"""One worker process: pickled jobs in, pickled outcomes out."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from thinkers.training.data.jobs import attempt_pickled

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""The environment of a worker: several threads in each of several processes slow all down."""


@dataclass(frozen=True)
class Worker:
    """A process, and the pipe to it."""

    process: SpawnProcess
    pipe: Connection


def start() -> Worker:
    """A new worker, waiting for its first job."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _surroundings():
        process.start()
    theirs.close()
    return Worker(process, ours)


@contextmanager
def _surroundings() -> Iterator[None]:
    """What a process that is started inside inherits: one thread, and no ear for Ctrl-C."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    resource_tracker.ensure_running()  # which would lift the mask, were it started below
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _serve(pipe: Connection) -> None:
    """The life of a worker: jobs in, outcomes out, until the main process closes the pipe."""
    with suppress(EOFError, OSError):
        while True:
            pipe.send_bytes(attempt_pickled(pipe.recv_bytes()))
