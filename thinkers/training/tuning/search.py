"""Hyperparameter search: trials are ranked and pruned by their validation loss."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf, isfinite

from thinkers.errors import DivergedError, InterruptionError, SolveError, ThinkersError
from thinkers.problems.files import write_whole
from thinkers.problems.lock import locked_folder
from thinkers.training import metrics
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.many.parallel import End, Job, Watch, run_jobs
from thinkers.training.metrics import Metrics
from thinkers.training.run import Run
from thinkers.training.tuning.space import Space, changed
from thinkers.training.tuning.study import Study, Trial

BEST = "best.toml"
"""The recipe of the best trial, in the folder of the search."""


@dataclass(frozen=True)
class TrialRun:
    """The task of a trial: train, and give the lowest validation loss; None if it diverges."""

    run: Run

    def __call__(self, callbacks: Callbacks) -> float | None:
        """Do it."""
        try:
            train(self.run, callbacks, resuming=self.run.begun)
        except DivergedError:
            return None
        losses = [row["validation_loss"] for row in metrics.read(self.run.folder)]
        return min(loss for loss in losses if isfinite(loss))


def tune(
    run: Run, space: Space, trials: int, *, at_once: int = 1, watch: Watch | None = None
) -> list[Trial]:
    """Search the space for the lowest validation loss, and write the best recipe.

    A search that was stopped goes on; with one process at once it finds what it would have found.

    Args:
        run: The recipe to start from, and the folder of the search.
        space: What to vary.
        trials: How many are to end, those of earlier included.
        at_once: How many processes.
        watch: Hears of each trial by the name of its folder.

    Returns:
        All trials that have ended, the best first.

    Raises:
        ConfigError: The space does not fit the recipe.
        ModelError: The folder holds another search.
        InterruptionError: Interrupted.
        SolveError: A process died, or no trial completed.
    """
    require_fits(run, space)
    with locked_folder(run.folder):
        return _tune(run, space, trials, at_once, watch or Watch())


def _tune(run: Run, space: Space, trials: int, at_once: int, watch: Watch) -> list[Trial]:
    study, lost = Study(run.folder, run.recipe, space), []
    kind = SolveError

    def ended(name: str, end: End) -> None:
        if end.how == "refused":
            raise ThinkersError(f"{name}: {end.reason}", end.hint)
        if end.how == "died":
            lost.append(f"{name}: {end.reason}")
        elif end.how == "finished" and end.value is not None:
            study.tell(name, end.value, "complete")
        else:
            study.tell(name, None, "pruned" if end.how == "pruned" else "diverged")
        watch.ended(name, end)

    def goes_on(name: str, row: Metrics) -> bool:
        loss = row.validation_loss
        return study.report(name, row.step, loss if isfinite(loss) else inf)

    try:
        own = replace(watch, goes_on=goes_on, ended=ended)
        run_jobs(_jobs(run, study, trials), at_once, own)
    except KeyboardInterrupt:
        lost.append("interrupted; nothing is lost")
        kind = InterruptionError
    if lost:
        done = f"{len(study.ended)} of {trials} trials have ended"
        raise kind(f"{done}; {'; '.join(lost)}", "the same command goes on")
    _write_best(run, study.ended)
    return study.ended


def require_fits(run: Run, space: Space) -> None:
    """See that the ends of each axis make a recipe, and a thinker.

    Raises:
        ConfigError: Names the setting, and what is near.
    """
    space.require_fits(run.recipe)
    signature = run.task.encoding.signature
    for name, axis in space.axes.items():
        for value in axis.ends if name.startswith("config.") else ():
            run.thinker.build(signature, changed(run.recipe, {name: value}, "space").config)


def _jobs(run: Run, study: Study, trials: int) -> Iterator[Job]:
    for _ in range(len(study.ended), trials):
        name, values = study.ask()
        recipe = changed(run.recipe, values, name)
        yield Job(name, TrialRun(replace(run, recipe=recipe, folder=run.folder / name)))


def _write_best(run: Run, trials: list[Trial]) -> None:
    best = trials[0]
    if best.loss is None:
        raise SolveError("every trial diverged or was pruned", "search lower learning rates")
    head = f"# {best.name}, the best of {len(trials)}: validation loss {best.loss:.6g}\n\n"
    recipe = changed(run.recipe, best.values, best.name)
    write_whole(run.folder / BEST, (head + recipe.to_toml()).encode())
