"""A recipe trained once for each of several seeds: how often does it succeed?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path

from thinkers.errors import (
    ConfigError,
    DivergedError,
    InterruptionError,
    ModelError,
    SolveError,
    ThinkersError,
)
from thinkers.models.card import ModelCard
from thinkers.models.store import load_model
from thinkers.problems.lock import locked_folder
from thinkers.scoring.crew import Crew
from thinkers.scoring.evaluating import evaluate
from thinkers.training import metrics
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.many.away import run_away
from thinkers.training.many.outcome import Outcome
from thinkers.training.many.parallel import End, Job, Watch, run_jobs
from thinkers.training.many.success import Success
from thinkers.training.publishing import SCORING_SEED, publish
from thinkers.training.recipe import Bar
from thinkers.training.run import Run


@dataclass(frozen=True)
class SeedRun:
    """The task of one seed: train, publish, measure at the bar, write the outcome."""

    run: Run

    def __call__(self, callbacks: Callbacks) -> Outcome:
        """Do it; a training that diverges is an outcome too."""
        recipe, folder, done = self.run.recipe, self.run.folder, 0

        def step(number: int, loss: float) -> None:
            nonlocal done
            done = number
            callbacks.step(number, loss)

        try:
            thinker = train(self.run, replace(callbacks, step=step), resuming=self.run.begun)
        except DivergedError as error:
            outcome = self._outcome(done, None, str(error))
        else:
            path = publish(
                recipe, self.run.problem, thinker, folder,
                device=self.run.device, hear=callbacks.note,
            )  # fmt: skip
            outcome = self._outcome(recipe.optimizer.steps, self._measure(path))
        outcome.write(folder, recipe)
        return outcome

    def _measure(self, path: Path) -> float | None:
        """What the bar asks for, of the model file, where it is worst."""
        bar, problem = require_bar(self.run), self.run.problem
        model = load_model(ModelCard.read(path), self.run.thinker, problem.encodings)
        found = [
            evaluate(
                problem, model, bar.size, bar.instances,
                params=params, device=self.run.device, seed=SCORING_SEED,
            )
            for params in bar.combinations()
        ]  # fmt: skip
        return bar.worst([getattr(each, bar.measure) for each in found])

    def _outcome(self, steps: int, measured: float | None, reason: str = "") -> Outcome:
        bar, rows = require_bar(self.run), metrics.read(self.run.folder)
        sane = [row for row in rows if isfinite(row["validation_loss"])]
        best = min(sane, key=lambda row: row["validation_loss"], default={})
        return Outcome(
            seed=self.run.recipe.seed,
            result="failed" if reason else "passed" if bar.passed_by(measured) else "missed",
            measured=measured,
            validation_loss=best.get("validation_loss"),
            validation_exact=best.get("validation_exact"),
            steps=steps,
            seconds=rows[-1]["seconds"] if rows else 0.0,
            reason=reason,
        )


def train_seeds(
    run: Run,
    seeds: Sequence[int],
    *,
    resuming: bool = False,
    crew: Crew | None = None,
    watch: Watch | None = None,
) -> Success:
    """Train a recipe with each seed, in folders `seed-N` of the run's folder.

    On resuming, finished seeds are not trained again; the others go on, or start. A cluster gives
    what a seed has come to when it ends: one whose worker dies starts again with another.

    Args:
        run: The recipe, whose own seed does not count, and the folder of all.
        seeds: Each once.
        resuming: Whether the folder may hold runs.
        crew: Who trains them; by default one process after the other.
        watch: Hears of each seed by the name `seed N`.

    Returns:
        The success rate, which is also written to the folder.

    Raises:
        ConfigError: The recipe has no bar, or the folder holds runs that are not resumed.
        ModelError: There is nothing to resume, or it belongs to another recipe.
        InterruptionError: Interrupted.
        SolveError: A process died.
    """
    require_bar(run)
    with locked_folder(run.folder):
        return _train_seeds(run, seeds, resuming, crew or Crew(), watch or Watch())


def _train_seeds(
    run: Run, seeds: Sequence[int], resuming: bool, crew: Crew, watch: Watch
) -> Success:
    runs = {f"seed {seed}": _of_seed(run, seed) for seed in seeds}
    done, lost = _finished(run.folder, runs, resuming), []
    kind = SolveError
    for name, outcome in done.items():
        watch.ended(name, End("finished", outcome))

    def ended(name: str, end: End) -> None:
        if end.how == "refused":
            raise ThinkersError(f"{name}: {end.reason}", end.hint)
        if end.how == "finished":
            done[name] = end.value
        else:
            lost.append(f"{name}: {end.reason or end.how}")
        watch.ended(name, end)

    left = {name: one for name, one in runs.items() if name not in done}
    try:
        _have_trained(left, crew, replace(watch, ended=ended))
    except KeyboardInterrupt:
        what = "what the cluster had begun is" if crew.backend == "dask" else "nothing is"
        lost.append(f"interrupted; {what} lost")
        kind = InterruptionError
    if lost:
        count = f"{len(done)} of {len(runs)} seeds are finished"
        begun = crew.backend == "loky" or done or any(each.begun for each in runs.values())
        hint = "go on with --resume" if begun else "the same command begins afresh"
        raise kind(f"{count}; {'; '.join(lost)}", hint)
    success = Success(run.recipe.name, require_bar(run), [done[name] for name in runs])
    success.write(run.folder)
    return success


def require_bar(run: Run) -> Bar:
    """The bar of a run's recipe.

    Raises:
        ConfigError: There is none, or its problem has no such instances or no such measure.
    """
    recipe, problem = run.recipe, run.problem
    if recipe.bar is None:
        raise ConfigError(
            f"the recipe {recipe.name} has no bar that says what a success is",
            "add one: --set 'bar={size = 64, measure = \"exact\", value = 0.9}'",
        )
    for params in recipe.bar.combinations():
        problem.sized(recipe.bar.size, params, "bar")
    if recipe.bar.measure == "mean_gap" and not problem.objective:
        raise ConfigError(f"bar: answers of {problem.name} have no cost, so there is no mean_gap")
    return recipe.bar


def _of_seed(run: Run, seed: int) -> Run:
    recipe = run.recipe.model_copy(update={"seed": seed})
    return replace(run, recipe=recipe, folder=run.folder / f"seed-{seed}")


def _have_trained(runs: dict[str, Run], crew: Crew, watch: Watch) -> None:
    if crew.backend == "dask":
        run_away(runs, SeedRun, crew, watch)
    else:
        run_jobs((Job(name, SeedRun(run)) for name, run in runs.items()), crew.jobs, watch)


def _finished(folder: Path, runs: dict[str, Run], resuming: bool) -> dict[str, Outcome]:
    """The outcomes of earlier; refuses what can be neither begun nor gone on with."""
    found = {name: Outcome.read(run.folder, run.recipe) for name, run in runs.items()}
    done = {name: outcome for name, outcome in found.items() if outcome}
    begun = [name for name, run in runs.items() if run.begun or name in done]
    if begun and not resuming:
        raise ConfigError(
            f"{folder} already holds a run of {begun[0]}",
            "go on with --resume, or choose another --out",
        )
    if resuming and not begun:
        raise ModelError(f"nothing to resume in {folder}", "leave out --resume to start afresh")
    return done
