"""A pool of worker processes, for many short jobs or one long job each."""

import pickle
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Generic, Self, TypeVar

from thinkers.training.processes.jobs import Failure, Job, Message, attempt, pickled
from thinkers.training.processes.process import Worker, start

Key = TypeVar("Key")

TRIES = 3
"""How many worker processes may die of one short job before it is given up."""

SAVING_SECONDS = 60.0
"""How long the process of a long job may take to end once it is told to: it writes what it has."""


@dataclass
class _Task(Generic[Key]):
    key: Key
    job: Job
    deaths: int = 0


class ProcessPool(Generic[Key]):
    """A process pool: jobs finish in any order; without processes they run one after the other.

    Jobs and what they give are pickled. Processes start when there is work for them, and leave
    Ctrl-C to the main process. Those of short jobs have one thread, and do one job after the other;
    one that dies is replaced, and its job done again; `close` ends them at once, and however the
    main process ends, they do not go beyond the job at hand. Long jobs have a process each, and
    say things while they are done (`Message`); `close` has them end by SIGTERM, and waits.

    Args:
        count: How many processes, >= 0; what jobs give must not depend on it.
        long: Whether the jobs are long ones.
    """

    def __init__(self, count: int, *, long: bool = False) -> None:
        self.count, self.long = count, long
        self._waiting: deque[_Task[Key]] = deque()
        self._busy: dict[object, tuple[Worker, _Task[Key]]] = {}
        self._idle: list[Worker] = []
        self._alive: list[Worker] = []

    @property
    def pending(self) -> int:
        """Jobs whose outcome has not been taken."""
        return len(self._waiting) + len(self._busy)

    def submit(self, key: Key, job: Job) -> None:
        """Have a job done, after those submitted before."""
        self._waiting.append(_Task(key, job))
        if self.count:
            self._assign()

    def take(self) -> tuple[Key, Any]:
        """The key of a job that is done, with what it gave or its Failure; waits for one.

        Of a long job that says something, its key and that Message.
        """
        if not self.count:
            task = self._waiting.popleft()
            return task.key, attempt(task.job)
        while True:
            self._assign()
            [ready, *_] = wait([worker.pipe for worker, _ in self._busy.values()])
            worker, task = self._busy[ready]
            try:
                outcome = pickle.loads(worker.pipe.recv_bytes())
            except (EOFError, OSError):
                del self._busy[ready]
                outcome = self._replace(worker, task)
                if outcome is None:
                    continue
            else:
                if not isinstance(outcome, Message):
                    del self._busy[ready]
                    self._leave(worker)
            return task.key, outcome

    def reply(self, key: Key, content: Any) -> None:
        """Answer the long job that said something."""
        for worker, task in self._busy.values():
            if task.key == key:
                with suppress(OSError):  # it has died; taking from it will tell
                    worker.pipe.send(content)

    def _leave(self, worker: Worker) -> None:
        """Keep a process for the next short job; a long one's has ended."""
        if self.long:
            self._alive.remove(worker)
            worker.pipe.close()
            worker.process.join()
        else:
            self._idle.append(worker)

    def _assign(self) -> None:
        """Give waiting jobs to idle workers, new ones among them while there may be more."""
        while len(self._idle) < len(self._waiting) and len(self._alive) < self.count:
            self._alive.append(start(long=self.long))
            self._idle.append(self._alive[-1])
        while self._waiting and self._idle:
            worker, task = self._idle.pop(), self._waiting.popleft()
            self._busy[worker.pipe] = worker, task
            with suppress(OSError):  # it has died; taking from it will tell
                worker.pipe.send_bytes(pickled(task.job))

    def _replace(self, worker: Worker, task: _Task[Key]) -> Failure | None:
        """Give the job of a dead worker to the next, or give it up."""
        self._alive.remove(worker)
        worker.pipe.close()
        worker.process.join()
        task.deaths, code = task.deaths + 1, worker.process.exitcode or 0
        if self.long:
            return Failure(f"its process ended with exit code {code}", exit_code=code)
        if task.deaths < TRIES:
            self._waiting.appendleft(task)
            return None
        how = f"of signal {-code}" if code < 0 else f"with exit status {code}"
        return Failure(
            f"{TRIES} worker processes died of it, the last {how}",
            "try fewer --workers; with --workers 0 the main process does it",
            exit_code=code,
        )

    def close(self) -> None:
        """End all processes, and forget all jobs."""
        self._waiting.clear()
        self._busy.clear()
        self._idle.clear()
        for worker in self._alive:
            end = worker.process.terminate if self.long else worker.process.kill
            end()
            worker.pipe.close()
        while self._alive:
            process = self._alive.pop().process
            process.join(SAVING_SECONDS)
            process.kill()
            process.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
