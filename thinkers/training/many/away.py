"""Trainings by the workers of a cluster: the folder of each goes there, and comes back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing import current_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from thinkers.problems.files import write_whole
from thinkers.problems.lock import locked_folder
from thinkers.scoring.crew import Crew, Lost, wanted
from thinkers.training.callbacks import Callbacks
from thinkers.training.events import Sent
from thinkers.training.many import outcome
from thinkers.training.many.parallel import End, Job, Watch, run_jobs
from thinkers.training.run import Run

Task = Callable[[Run], Callable[[Callbacks], Any]]
"""Makes what a job does of a run."""

Files = dict[str, bytes]
"""Contents by name, within a folder."""


@dataclass(frozen=True)
class Errand:
    """A training for a worker: it gives how it ended, and what is then in its folder.

    It runs in a process of its own, whatever else the worker does meanwhile. Nobody hears of it
    before it ends; after a validation it ends where nobody waits for it any more.

    Attributes:
        run: What to train; its folder is not the worker's.
        task: What to do.
        files: What the folder holds.
    """

    run: Run
    task: Task
    files: Files

    def __call__(self) -> tuple[End, Files]:
        """Do it."""
        ends: list[End] = []
        waited_for = wanted()
        watch = Watch(goes_on=lambda *_: waited_for(), ended=lambda _, end: ends.append(end))
        current_process().daemon = False  # a nanny's worker is one, and could have no processes
        with TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder, self.files)
            run = replace(self.run, folder=folder, scheduler="")
            run_jobs(iter([Job("", self.task(run))]), 1, watch)
            return ends[0], _read(folder)


def run_away(runs: Mapping[str, Run], task: Task, crew: Crew, watch: Watch) -> None:
    """Have a cluster do a task for each run, and write what becomes of its folder as it ends.

    A run whose worker dies begins again with another; one of which workers die again and again
    has died, with the reason.

    Args:
        runs: By name.
        task: What to do with each.
        crew: The cluster.
        watch: Hears of each when it is sent, and how it ended.
    """
    names = list(runs)

    def errands() -> Iterator[Errand]:
        for name, run in runs.items():
            watch.note(name, Sent())
            yield Errand(run, task, _read(run.folder))

    with closing(crew.outcomes(errands())) as outcomes:
        for place, found in outcomes:
            name = names[place]
            if isinstance(found, Lost):
                watch.ended(name, End("died", reason=found.reason))
                continue
            end, files = found
            with locked_folder(runs[name].folder):
                _write(runs[name].folder, files)
            watch.ended(name, end)


def _read(folder: Path) -> Files:
    """All files of a run's folder; the outcome is the last: where it is, all the others are."""
    paths = [path for path in folder.rglob("[!.]*") if path.is_file()]
    paths.sort(key=lambda path: path.name == outcome.FILE)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _write(folder: Path, files: Files) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, content)
