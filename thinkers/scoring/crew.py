"""Who does tasks that do not depend on each other: this process, several, or a cluster."""

import signal
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Literal

from thinkers.errors import ConfigError, SolveError
from thinkers.extras import extra

Backend = Literal["loky", "dask"]
Task = Callable[[], Any]
Outcomes = Generator[tuple[int, Any], None, None]

TRIES = 3
"""How many processes may die of a task before it is given up."""

CONNECT_SECONDS = 20
"""How long a scheduler may take to answer (our choice)."""

AHEAD = 4
"""Tasks that a cluster has for each of its threads at a time: so many are held in memory."""

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"
)
"""The environment of a process: several threads in each of several slow all down."""


@dataclass(frozen=True)
class Lost:
    """In the place of what a task gives of which processes die."""

    reason: str

    def error(self, what: str) -> SolveError:
        """The error to raise, about `what`."""
        return SolveError(f"{what}: {self.reason}", "try fewer or smaller instances at a time")


@dataclass(frozen=True)
class Crew:
    """Where tasks are done; what they give does not depend on it.

    Attributes:
        jobs: Processes on this machine; with 1 all is done in this one.
        backend: `loky`, processes on this machine; `dask`, the workers of a cluster.
        scheduler: The address of the cluster's scheduler, such as `tcp://host:8786`.
    """

    jobs: int = 1
    backend: Backend = "loky"
    scheduler: str = ""

    def __post_init__(self) -> None:
        if self.jobs < 1:
            raise ConfigError(f"expected jobs >= 1, got {self.jobs}")
        if (self.backend == "dask") != bool(self.scheduler):
            raise ConfigError(
                "a backend dask needs a scheduler, and a scheduler the backend dask",
                "give both: --backend dask --scheduler tcp://HOST:8786",
            )
        if self.backend == "dask" and self.jobs > 1:
            raise ConfigError("the cluster has its own number of workers", "leave out --jobs")

    @property
    def alone(self) -> bool:
        """Whether all is done in this process, one task after the other."""
        return self.jobs == 1 and self.backend == "loky"

    def outcomes(self, tasks: Iterable[Task]) -> Outcomes:
        """The place of each task with what it gave, in any order, as they are done.

        Tasks are asked for as there is somebody to do them. One whose process dies is done again;
        one of which processes die again and again gives a `Lost`, and the others go on. Ended
        early, it ends all that is at work.

        Args:
            tasks: Can be pickled, as what they give; what one raises is raised here.

        Raises:
            ConfigError: The cluster does not answer.
            MissingPackageError: The packages for a cluster are not installed.
        """
        if self.alone:
            yield from ((place, task()) for place, task in enumerate(tasks))
        elif self.backend == "dask":
            yield from _on_cluster(tasks, self.scheduler)
        else:
            yield from _in_processes(tasks, self.jobs)


def wanted() -> Callable[[], bool]:
    """In a task: says from then on whether anybody waits for what it gives.

    A cluster cannot end a task whose caller has gone; one that takes long asks now and then.
    """
    dask = extra("cluster", "distributed")
    worker = dask.get_worker()
    task = worker.state.tasks[worker.get_current_task()]
    return lambda: bool(task.state != "cancelled")


def in_order(outcomes: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """The same outcomes in the order of their tasks, each once all before it are there."""
    done: dict[int, Any] = {}
    shown = 0
    for place, outcome in outcomes:
        done[place] = outcome
        while shown in done:
            yield shown, done.pop(shown)
            shown += 1


def _in_processes(tasks: Iterable[Task], jobs: int) -> Outcomes:
    """As `outcomes`: after a death, what was at work is done alone, to see of which they die."""
    waiting, suspects = enumerate(tasks), deque[tuple[int, Task]]()
    deaths = Counter[int]()
    while True:
        lost = yield from _until_one_dies(waiting, jobs)
        if not lost:
            return
        suspects.extend(lost)
        while suspects:
            for place, task in (yield from _until_one_dies(_taken(suspects), 1)):
                deaths[place] += 1
                if deaths[place] < TRIES:
                    suspects.append((place, task))
                else:
                    yield place, Lost(f"{TRIES} processes died of it one after the other")


def _taken(tasks: deque[tuple[int, Task]]) -> Iterator[tuple[int, Task]]:
    while tasks:
        yield tasks.popleft()


def _until_one_dies(
    tasks: Iterator[tuple[int, Task]], jobs: int
) -> Generator[tuple[int, Any], None, list[tuple[int, Task]]]:
    """Outcomes, until all is done or a process has died; gives what was at work then."""
    from concurrent.futures import FIRST_COMPLETED, Future, wait

    from joblib.externals.loky import ProcessPoolExecutor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    executor, died = ProcessPoolExecutor(jobs, env=ONE_THREAD), False
    work, places = dict[int, Task](), dict[Future[Any], int]()
    try:
        while not died:
            for place, task in islice(tasks, jobs - len(work)):
                work[place] = task
                with _without_sigint():
                    places[executor.submit(_unpressed, task)] = place
            if not work:
                return []
            for future in wait(places, return_when=FIRST_COMPLETED).done:
                place = places.pop(future)
                if isinstance(future.exception(), TerminatedWorkerError):
                    died = True
                else:
                    del work[place]
                    yield place, future.result()
    except TerminatedWorkerError:  # it was submitted too late
        pass
    finally:
        executor.shutdown(wait=True, kill_workers=True)
    return list(work.items())


def _unpressed(task: Task) -> Any:
    """What a task gives in a process that leaves Ctrl-C to us."""
    with suppress(ValueError):  # a worker of a cluster may run it in a thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return task()


@contextmanager
def _without_sigint() -> Iterator[None]:
    """Context in which processes that are started never see SIGINT: they keep the mask."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _on_cluster(tasks: Iterable[Task], scheduler: str) -> Outcomes:
    dask = extra("cluster", "distributed")
    try:
        client = dask.Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(f"no scheduler answers at {scheduler}", "see that it runs") from error
    waiting, work = enumerate(tasks), dict[Any, int]()
    with client:
        done = dask.as_completed()

        def submit(count: int) -> None:
            for place, task in islice(waiting, count):
                future = client.submit(partial(_unpressed, task), pure=False)
                work[future] = place
                done.add(future)

        try:
            submit(AHEAD * max(1, sum(client.nthreads().values())))
            for future in done:
                place = work.pop(future)
                try:
                    outcome = future.result()
                except dask.KilledWorker:
                    outcome = Lost("workers of the cluster died of it again and again")
                yield place, outcome
                future.release()
                submit(1)
        finally:
            client.cancel(list(work))
