"""`thinkers tune`: a search for better recipe values."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import options, rendering
from thinkers.cli import train as training
from thinkers.cli.progress import Board
from thinkers.cli.spreading import TrialJobs
from thinkers.registry.registry import installed, pick
from thinkers.scoring.columns import number

if TYPE_CHECKING:
    from thinkers.training.many.parallel import End
    from thinkers.training.tuning.study import Trial

MAX_ROWS = 10
"""Trials that the table shows."""

SpaceFile = Annotated[
    Path, typer.Option("--space", help="TOML: a table with low and high, or choices, a setting.")
]
Trials = Annotated[
    int, typer.Option("--trials", min=1, max=10**6, help="How many, earlier ones included.")
]
Out = Annotated[
    Path | None, typer.Option("--out", help="Folder; by default runs/PROBLEM-RECIPE-tune.")
]


def tune(
    problem: options.ProblemName,
    recipe: training.RecipeName,
    space: SpaceFile,
    trials: Trials = 20,
    jobs: TrialJobs = None,
    changes: training.Changes = [],  # noqa: B006  typer reads it, nobody writes it
    out: Out = None,
    device: options.Device = "auto",
    threads: options.Threads = 1,
) -> None:
    """Search recipe values for the lowest validation loss; the same command goes on."""
    from thinkers.training.run import Run
    from thinkers.training.tuning import search as tuning
    from thinkers.training.tuning.space import Space

    task = options.problem_named(problem)
    plan = training.find_recipe(task.name, recipe, changes)
    folder = out or Path("runs") / f"{plan.name.replace('/', '-')}-tune"
    thinker = pick("thinker", plan.thinker, installed().thinkers())
    run = Run(plan, task, thinker, folder, device=device, threads=threads)
    with Board(plan.optimizer.steps, trials) as board:
        found = tuning.tune(
            run, Space.read(space), trials,
            at_once=jobs or os.cpu_count() or 1, watch=board.watch(_result),
        )  # fmt: skip
    show(found)
    rendering.print_text(f"wrote {folder / tuning.BEST}")


def _result(end: "End") -> str:
    if end.how != "finished":
        return end.reason or end.how
    return "diverged" if end.value is None else f"validation {end.value:.4f}"


def show(trials: "list[Trial]") -> None:
    """The best trials, with their values."""
    names = list(trials[0].values)
    rows = [
        [
            trial.name,
            number(trial.loss, 4),
            *(_short(trial.values[name]) for name in names),
            trial.result,
        ]
        for trial in trials[:MAX_ROWS]
    ]
    title = f"{len(trials)} trials, the best first"
    rendering.table(title, ["trial", "validation", *names, "result"], rows)


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
