"""`thinkers stress`: a model on every family of its problem, the worst first."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import options, outputs, rendering
from thinkers.cli.groups import Tables, grouped
from thinkers.cli.progress import Line
from thinkers.cli.search import require_output, search
from thinkers.cli.spreading import Workplace
from thinkers.errors import ConfigError, did_you_mean
from thinkers.models.scores import scored_by_gap, worst_first
from thinkers.registry.registry import AnyProblem
from thinkers.scoring.columns import percent

if TYPE_CHECKING:
    from thinkers.scoring.crew import Crew
    from thinkers.scoring.stressing import Stress, Trial

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

Seconds = Annotated[
    float | None,
    typer.Option(
        "--search", min=0, metavar="SECONDS",
        help="Look this long for a small instance that is answered wrong, and measure no rows.",
    ),
]  # fmt: skip
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o",
        help="The file for the instance that --search found. [default: failing-PROBLEM, in the "
        "first format that holds it]",
        show_default=False,
    ),
]  # fmt: skip


@grouped
def stress(
    *,
    problem: options.ProblemName,
    model: options.Model = "",
    sizes: Sizes = "",
    families: Families = "",
    instances: Instances = None,
    seed: options.Seed = 0,
    place: Workplace,
    json: options.Json = False,
    tables: Tables,
    search_seconds: Seconds = None,
    output: Output = None,
) -> None:
    """Measure a model on every family of instances at several sizes, and say the worst first."""
    from thinkers.cli import choosing
    from thinkers.scoring.searching import Search, small_sizes
    from thinkers.scoring.stressing import Stress, usual_sizes

    task = options.problem_named(problem)
    _require_files(task, output, tables)
    _require_sense(
        search_seconds, output, instances=instances, csv=tables.csv_file,
        summary_csv=tables.summary_csv, jobs=place.jobs if place.jobs > 1 else None,
        backend=place.backend if place.backend == "dask" else None,
    )  # fmt: skip
    chosen = place.load(task, model)
    usual = usual_sizes if search_seconds is None else small_sizes
    wanted = choosing.choose_sizes(task, sizes) if sizes else usual(task, chosen.card)
    kinds = choose_families(task, families)
    if search_seconds is not None:
        plan = Search(task, chosen, kinds, wanted, place.device)
        search(plan, search_seconds, seed, output, json=json, model=model)
        return
    trials = Stress(task, chosen, instances, seed=seed, device=place.device)
    found: list[Trial] = []
    try:
        _measure(trials, kinds, wanted, place.crew, found)
        _show(f"{chosen.card.name}, seed {seed}, worst first", task, worst_first(found), json=json)
    finally:  # who reads what is printed may have gone
        answers = (record for trial in found for record in trial.records())
        tables.save(answers, [trial.as_dict() for trial in worst_first(found)])


def _require_files(task: AnyProblem, output: Path | None, tables: Tables) -> None:
    """See that all files can be written, each of its own, before anything is measured."""
    outputs.require_writable(*tables.paths)
    outputs.require_free(tables.paths, [])
    require_output(task, output)


def _require_sense(search: float | None, output: Path | None, **others: object) -> None:
    """Refuse what says how rows are measured beside `--search`, and what is for it without."""
    given = [f"--{name.replace('_', '-')}" for name, value in others.items() if value is not None]
    if search is not None and given:
        raise ConfigError(f"--search measures no rows for {', '.join(given)}", "leave out one")
    if search is None and output is not None:
        raise ConfigError("--output is for the failing instance of --search", "give both")


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
    return options.require_once(text.split(","), "a family") if text else known or [""]


def _measure(
    stress: "Stress",
    families: Sequence[str],
    sizes: Sequence[int | None],
    crew: "Crew",
    found: "list[Trial]",
) -> None:
    """Collect the trials, and say of each what came out, as they come."""
    for size in sizes:
        stress.problem.sized(size, {})
    with Line() as line:
        for trial in stress.spread(crew, families, sizes, line.follow):
            found.append(trial)
            line.report(f"{_where(trial)}: {trial.note or _outcome(trial)}")


def _where(trial: "Trial") -> str:
    size = "" if trial.size is None else str(trial.size)
    return f"{trial.family} {size}".strip() or "all"


def _outcome(trial: "Trial") -> str:
    """What was measured, in a few words."""
    assert trial.measured is not None
    if scored_by_gap([trial]):
        share = f"gap {percent(trial.mean_gap, 2)} %"
    else:
        share = f"exact {percent(trial.exact)} %"
    return f"{share} of {rendering.count(trial.measured.instances, 'instance')}"


def _show(title: str, task: AnyProblem, rows: "Sequence[Trial]", *, json: bool) -> None:
    if json:
        rendering.print_json(row.as_dict() for row in rows)
        return
    measured = [(row, row.measured) for row in rows if row.measured is not None]
    gap = ["gap %"] if task.objective else []
    columns = ["family", task.size_option or "size", "instances", "ok %", "exact %", *gap,
               "iterations", "stopped by"]  # fmt: skip
    cells = [
        [
            trial.family or "all",
            "-" if trial.size is None else str(trial.size),
            str(found.instances),
            percent(found.feasible),
            percent(found.exact),
            *([percent(found.mean_gap, 2)] if gap else []),
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
