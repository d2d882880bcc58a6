"""One worker process: pickled jobs in, pickled outcomes out; it ignores SIGINT."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from thinkers.scoring.crew import ONE_THREAD
from thinkers.training.processes.jobs import attempt_pickled


@dataclass(frozen=True)
class Worker:
    """A process, and the pipe to it."""

    process: SpawnProcess
    pipe: Connection


def start(*, long: bool = False) -> Worker:
    """A new process, waiting for its first job.

    Args:
        long: Whether its jobs say things while they are done (`Message`), and may have processes
            and threads of their own; the others have one thread, and die with the main process.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, long), daemon=not long)
    with _environment({} if long else ONE_THREAD), ignoring_sigint():
        process.start()
    theirs.close()
    return Worker(process, ours)


@contextmanager
def ignoring_sigint() -> Iterator[None]:
    """Context in which started processes ignore SIGINT: their parent ends them."""
    resource_tracker.ensure_running()  # which would lift the mask, were it started below
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _serve(pipe: Connection, talking: bool) -> None:
    """The life of a process: jobs in, outcomes out, until the main process closes the pipe."""
    with suppress(EOFError, OSError):
        while True:
            payload = pipe.recv_bytes()
            pipe.send_bytes(attempt_pickled(payload, pipe if talking else None))
