"""`thinkers stress`: a model on every family of its problem, the worst first."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import options, outputs, rendering
from thinkers.cli.export import EveryAnswer, Summary, write_rows
from thinkers.cli.progress import Line
from thinkers.errors import ConfigError, did_you_mean
from thinkers.registry import AnyProblem, installed
from thinkers.scoring import scored_by_gap, worst_first

if TYPE_CHECKING:
    from thinkers.stressing import Stress, Trial

Sizes = Annotated[
    str, typer.Option("--sizes", help="Such as 32,64; by default the largest on the model's card.")
]
Families = Annotated[
    str, typer.Option("--families", help="Such as fair,runs; by default all of the problem.")
]
Instances = Annotated[
    int | None,
    options.how_many("for each row as many as ten minutes allow, 100 at most"),
]


def stress(
    problem: options.ProblemName,
    model: options.Model = "",
    sizes: Sizes = "",
    families: Families = "",
    instances: Instances = None,
    seed: options.Seed = 0,
    device: options.Device = "auto",
    threads: options.Threads = 1,
    json: options.Json = False,
    csv_file: EveryAnswer = None,
    summary_csv: Summary = None,
) -> None:
    """Measure a model on every family of instances at several sizes, and say the worst first."""
    from thinkers.cli import choosing
    from thinkers.devices import use_threads
    from thinkers.stressing import Stress, usual_sizes

    _require_files(csv_file, summary_csv)
    task = options.problem_named(problem)
    chosen = choosing.choose_model(installed(), task, model)
    wanted = choosing.choose_sizes(task, sizes) if sizes else usual_sizes(task, chosen.card)
    kinds = choose_families(task, families)
    use_threads(threads)
    found: list[Trial] = []
    try:
        _measure(Stress(task, chosen, instances, seed=seed, device=device), kinds, wanted, found)
        rows = worst_first(found)
        if json:
            rendering.print_json(_row(chosen.card.name, task.name, row) for row in rows)
        else:
            _show(f"{chosen.card.name}, seed {seed}, worst first", task, rows)
    finally:  # who reads what is printed may have gone
        _save(found, csv_file, summary_csv)


def choose_families(task: AnyProblem, text: str) -> list[str]:
    """The families that were named, or all; one without a name where the problem has none.

    Raises:
        ConfigError: There is no family of that name.
    """
    known = list(task.families)
    for name in text.split(",") if text else ():
        if name not in known:
            raise ConfigError(
                f"unknown family {name!r} of {task.name}{did_you_mean(name, known)}",
                f"known: {', '.join(known) or 'none'}",
            )
    return text.split(",") if text else known or [""]


def _measure(
    stress: "Stress", families: Sequence[str], sizes: Sequence[int | None], found: "list[Trial]"
) -> None:
    """Collect the trials, and say of each what came out, as they come."""
    for size in sizes:
        stress.problem.sized(size, {})
    with Line() as line:
        for trial in stress.trials(families, sizes, line.follow):
            found.append(trial)
            line.report(f"{_where(trial)}: {trial.note or _outcome(trial)}")


def _where(trial: "Trial") -> str:
    size = "" if trial.size is None else str(trial.size)
    return f"{trial.family} {size}".strip() or "all"


def _outcome(trial: "Trial") -> str:
    """What was measured, in a few words."""
    assert trial.measured is not None
    if scored_by_gap([trial]):
        share = f"gap {rendering.percent(trial.mean_gap, 2)} %"
    else:
        share = f"exact {rendering.percent(trial.exact)} %"
    return f"{share} of {rendering.count(trial.measured.instances, 'instance')}"


def _show(title: str, task: AnyProblem, rows: "Sequence[Trial]") -> None:
    measured = [(row, row.measured) for row in rows if row.measured is not None]
    gap = ["gap %"] if task.unit else []
    columns = ["family", task.size_option or "size", "instances", "ok %", "exact %", *gap,
               "iterations", "stopped by"]  # fmt: skip
    cells = [
        [
            trial.family or "all",
            "-" if trial.size is None else str(trial.size),
            str(found.instances),
            rendering.percent(found.feasible),
            rendering.percent(found.exact),
            *([rendering.percent(found.mean_gap, 2)] if gap else []),
            f"{found.iterations:.0f}",
            ", ".join(f"{name} {count}" for name, count in found.stopped_by.items()),
        ]
        for trial, found in measured
    ]
    if cells:
        rendering.table(title, columns, cells)
    for row in rows:
        if row.measured is None:
            rendering.print_text(f"not measured: {_where(row)}: {row.note}")
    if scored_by_gap(rows):
        rendering.print_text("gaps are over the best answers known, not all of them proved best")


def _row(model: str, problem: str, trial: "Trial") -> dict[str, object]:
    return {"problem": problem, "model": model, **trial.as_dict()}


def _require_files(*paths: Path | None) -> None:
    outputs.require_writable(*paths)
    outputs.require_free([path for path in paths if path], [])


def _save(found: "Sequence[Trial]", csv_file: Path | None, summary_csv: Path | None) -> None:
    """Write the rows that there are."""
    if csv_file is not None and found:
        write_rows(csv_file, (record for trial in found for record in trial.records()))
    if summary_csv is not None and found:
        write_rows(summary_csv, (trial.as_dict() for trial in worst_first(found)))
