"""Who does the cells of a comparison: this process, several of them, or a cluster."""

import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from thinkers.errors import ConfigError, SolveError
from thinkers.extras import extra

Backend = Literal["loky", "dask"]
Task = Callable[[], Any]

TRIES = 3
"""How often worker processes may die before the rest is given up."""

CONNECT_SECONDS = 20
"""How long a scheduler may take to answer (our choice)."""


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

    def outcomes(self, tasks: Sequence[Task]) -> Generator[tuple[int, Any], None, None]:
        """The place of each task with what it gave, in any order, as they are done.

        A task whose process dies is done again. Ended early, it ends all that is at work.

        Args:
            tasks: Can be pickled, as what they give; what one raises is raised here.

        Raises:
            ConfigError: The cluster does not answer.
            MissingPackageError: The packages for a cluster are not installed.
            SolveError: Processes died of the tasks again and again.
        """
        if self.alone:
            yield from ((place, task()) for place, task in enumerate(tasks))
        elif self.backend == "dask":
            yield from _on_cluster(tasks, self.scheduler)
        else:
            yield from _in_processes(tasks, self.jobs)


def _in_processes(tasks: Sequence[Task], jobs: int) -> Generator[tuple[int, Any], None, None]:
    from joblib.externals.loky import get_reusable_executor
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    left = dict(enumerate(tasks))
    for _ in range(TRIES):
        try:
            with closing(_started(left, jobs)) as outcomes:
                for place, outcome in outcomes:
                    del left[place]
                    yield place, outcome
        except TerminatedWorkerError:
            continue
        finally:
            get_reusable_executor().shutdown(wait=True)  # else they live on for minutes
        return
    raise SolveError(
        f"worker processes died {TRIES} times", "try --jobs 1, or fewer or smaller instances"
    )


def _started(tasks: dict[int, Task], jobs: int) -> Any:
    """The outcomes of processes at work; these have one thread each, and leave Ctrl-C to us."""
    from joblib import Parallel, delayed, parallel_config

    work = [delayed(_at)(place, task) for place, task in tasks.items()]
    with parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1), _without_sigint():
        return Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch=jobs)(work)


def _at(place: int, task: Task) -> tuple[int, Any]:
    with suppress(ValueError):  # a worker of a cluster may run it in a thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return place, task()


@contextmanager
def _without_sigint() -> Iterator[None]:
    """Context in which processes that are started never see SIGINT: they keep the mask."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _on_cluster(tasks: Sequence[Task], scheduler: str) -> Generator[tuple[int, Any], None, None]:
    dask = extra("cluster", "distributed")
    try:
        client = dask.Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, TypeError) as error:
        raise ConfigError(f"no scheduler answers at {scheduler}", "see that it runs") from error
    with client:
        futures = [
            client.submit(partial(_at, place, task), pure=False) for place, task in enumerate(tasks)
        ]
        try:
            for future in dask.as_completed(futures):
                yield future.result()
                future.release()
        except dask.KilledWorker as error:
            raise SolveError(f"workers of the cluster died again and again: {error}") from error
        finally:
            client.cancel(futures)
