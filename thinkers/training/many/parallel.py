"""Several trainings at once, each in a process of its own."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any, Literal

from thinkers.errors import SolveError, ThinkersError
from thinkers.problems.wording import one_line
from thinkers.training.callbacks import Callbacks
from thinkers.training.events import Event
from thinkers.training.metrics import Metrics
from thinkers.training.processes.jobs import Failure, Message
from thinkers.training.processes.pool import ProcessPool

STEP_SECONDS = 0.1
"""Least time between two messages about steps."""


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
        note: Hears what else a job says.
        step: Hears of steps, though not of all.
        metrics: Hears of validations.
        goes_on: Says after each validation whether the job goes on.
        ended: Hears how a job ended.
    """

    note: Callable[[str, Event], None] = lambda name, event: None
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
    with ProcessPool[str](at_once, long=True) as pool:
        while True:
            while pool.pending < at_once and (job := next(jobs, None)) is not None:
                pool.submit(job.name, partial(_work, job))
            if not pool.pending:
                return
            name, heard = pool.take()
            if isinstance(heard, Message):
                _hear(pool, name, heard.content, watch)
            elif isinstance(heard, Failure):
                watch.ended(name, End("died", reason=heard.reason))
            else:
                watch.ended(name, heard)


def _hear(pool: ProcessPool[str], name: str, message: Any, watch: Watch) -> None:
    """Pass on one message."""
    match message:
        case Metrics():
            watch.metrics(name, message)
            pool.reply(name, watch.goes_on(name, message))
        case step, loss:
            watch.step(name, step, loss)
        case _:
            watch.note(name, message)


def _work(job: Job, pipe: Connection) -> End:
    """Do a job, in its process."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return End("finished", job.task(_callbacks(pipe)))
    except PrunedError:
        return End("pruned")
    except KeyboardInterrupt:
        return End("died", reason="interrupted")
    except SolveError as error:
        return End("died", reason=str(error))
    except ThinkersError as error:
        return End("refused", reason=str(error), hint=error.hint)
    except Exception as error:  # a plugin may raise anything
        return End("died", reason=f"internal error: {one_line(error)}")
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _callbacks(connection: Connection) -> Callbacks:
    """Callbacks that send to the parent; when it is gone, the training is told to stop."""
    last = 0.0

    def send(message: object) -> None:
        try:
            connection.send(Message(message))
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
