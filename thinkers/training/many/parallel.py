"""Several trainings at once, each in a process of its own."""

import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import perf_counter
from typing import Any, Literal

from thinkers.errors import SolveError, ThinkersError
from thinkers.problems.wording import one_line
from thinkers.training.callbacks import Callbacks
from thinkers.training.metrics import Metrics

STEP_SECONDS = 0.1
"""Least time between two messages about steps."""

SAVING_SECONDS = 60.0
"""How long a process that is told to stop may take to write its resume file."""


@dataclass(frozen=True)
class Job:
    """A training to run.

    Attributes:
        name: For the watcher.
        task: What to do, given callbacks; it is pickled, and so is what it returns.
    """

    name: str
    task: Callable[[Callbacks], Any]


@dataclass(frozen=True)
class End:
    """How a job ended.

    Attributes:
        how: `finished`; `pruned` by the watcher; `refused` as a user's mistake; `died` of any
            other error, or stopped from outside.
        value: What the task returned.
        reason: Why it was refused or died.
        hint: What the user can do.
    """

    how: Literal["finished", "pruned", "refused", "died"]
    value: Any = None
    reason: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Watch:
    """How a caller watches jobs, each known by its name.

    Attributes:
        line: Hears what a job says.
        step: Hears of steps, though not of all.
        metrics: Hears of validations.
        goes_on: Says after each validation whether the job goes on.
        ended: Hears how a job ended.
    """

    line: Callable[[str, str], None] = lambda name, text: None
    step: Callable[[str, int, float], None] = lambda name, step, loss: None
    metrics: Callable[[str, Metrics], None] = lambda name, row: None
    goes_on: Callable[[str, Metrics], bool] = lambda name, row: True
    ended: Callable[[str, End], None] = lambda name, end: None


class PrunedError(Exception):
    """The watcher does not want this job to go on."""


def run_jobs(jobs: Iterator[Job], at_once: int, watch: Watch) -> None:
    """Run jobs in processes, the next as soon as one has ended.

    Interrupted, or when the watcher raises, it stops every process, which first writes its
    resume file. A process whose parent is gone stops in the same way.

    Args:
        jobs: What to run; asked for one by one, each as its turn comes.
        at_once: How many processes, >= 1.
        watch: Hears of everything, in this process.
    """
    running: dict[Connection, tuple[str, BaseProcess]] = {}
    try:
        while True:
            while len(running) < at_once and (job := next(jobs, None)) is not None:
                connection, process = _start(job)
                running[connection] = job.name, process
            if not running:
                return
            ready = wait(list(running))
            for connection in [each for each in running if each in ready]:
                name, process = running[connection]
                end = _hear(connection, name, process, watch)
                if end is not None:
                    del running[connection]
                    connection.close()
                    watch.ended(name, end)
    finally:
        _stop(running)


def _start(job: Job) -> tuple[Connection, BaseProcess]:
    """Start a process that a Ctrl-C in the terminal does not reach: its parent stops it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, job))
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, handler)
    theirs.close()
    return ours, process


def _hear(connection: Connection, name: str, process: BaseProcess, watch: Watch) -> End | None:
    """Pass on one message; its end when the job has ended."""
    try:
        message = connection.recv()
    except (EOFError, OSError):
        process.join()
        return End("died", reason=f"its process ended with exit code {process.exitcode}")
    match message:
        case End():
            process.join()
            return message
        case Metrics():
            watch.metrics(name, message)
            goes_on = watch.goes_on(name, message)
            with suppress(OSError):
                connection.send(goes_on)
        case str():
            watch.line(name, message)
        case step, loss:
            watch.step(name, step, loss)
    return None


def _stop(running: dict[Connection, tuple[str, BaseProcess]]) -> None:
    for connection, (_, process) in running.items():
        process.terminate()
        connection.close()
    for _, process in running.values():
        process.join(SAVING_SECONDS)
        process.kill()
        process.join()


def _work(connection: Connection, job: Job) -> None:
    """Do a job, in its process."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        end = End("finished", job.task(_callbacks(connection)))
    except PrunedError:
        end = End("pruned")
    except KeyboardInterrupt:
        end = End("died", reason="interrupted")
    except SolveError as error:
        end = End("died", reason=str(error))
    except ThinkersError as error:
        end = End("refused", reason=str(error), hint=error.hint)
    except Exception as error:  # a plugin may raise anything
        end = End("died", reason=f"internal error: {one_line(error)}")
    with suppress(OSError):
        connection.send(end)


def _callbacks(connection: Connection) -> Callbacks:
    """Callbacks that send to the parent; when it is gone, the training is told to stop."""
    last = 0.0

    def send(message: object) -> None:
        try:
            connection.send(message)
        except OSError:
            signal.raise_signal(signal.SIGTERM)

    def step(done: int, loss: float) -> None:
        nonlocal last
        if perf_counter() - last > STEP_SECONDS:
            send((done, loss))
            last = perf_counter()

    def metrics(row: Metrics) -> None:
        send(row)
        try:
            goes_on = connection.recv()
        except (EOFError, OSError):
            signal.raise_signal(signal.SIGTERM)
            return
        if not goes_on:
            raise PrunedError

    return Callbacks(send, step, metrics)


def _interrupt(number: int, frame: object) -> None:
    """Interrupt what the process does, once; a training has a gentler handler of its own."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
