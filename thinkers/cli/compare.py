"""`thinkers compare`: thinkers and classical baselines on the same instances."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import completion, options, outputs, rendering
from thinkers.cli.export import EveryAnswer, Summary, write_rows
from thinkers.cli.inputs import require_use
from thinkers.cli.progress import Line
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.problems.baseline import Baseline
from thinkers.problems.effort import Effort
from thinkers.problems.events import Advance
from thinkers.problems.problem import Problem
from thinkers.registry.registry import installed

if TYPE_CHECKING:
    from thinkers.scoring.comparing import Comparison

Baselines = Annotated[
    list[str],
    typer.Option(
        "--baseline",
        help="`name` or `name:option=value`; repeatable.",
        autocompletion=completion.baselines,
    ),
]
Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        help="Model name or file; repeatable. By default one.",
        autocompletion=completion.models,
    ),
]
MaybeProblem = Annotated[
    str,
    typer.Argument(
        metavar="PROBLEM",
        help="By default all that have the baseline.",
        autocompletion=completion.problems,
    ),
]


def compare(
    problem: MaybeProblem = "",
    baseline: Baselines = [],  # noqa: B006  typer reads it, nobody writes it
    model: Models = [],  # noqa: B006
    instances: Annotated[int | None, options.how_many(20)] = None,
    inputs: options.Inputs = [],  # noqa: B006
    form: options.Format = "",
    iterations: options.Iterations = None,
    tolerance: options.Tolerance = None,
    seconds: options.Seconds = None,
    refine_seconds: options.RefineSeconds = None,
    seed: options.Seed = 0,
    device: options.Device = "auto",
    threads: options.Threads = 1,
    json: options.Json = False,
    csv_file: EveryAnswer = None,
    summary_csv: Summary = None,
    *,
    given: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Score thinkers against classical baselines on the same instances, in one run.

    ok %: share of valid answers, of right ones where answers are right or wrong. gap %: mean excess
    over the best answer of the run; 95 % range: where that mean lies, by resampling. w/t/l:
    instances won, tied and lost against the first baseline; none where both have no answer.
    """
    from thinkers.cli import choosing
    from thinkers.cli.room import require_room_to_draw
    from thinkers.engine.devices import use_threads
    from thinkers.scoring import comparing

    outputs.require_writable(csv_file, summary_csv)
    outputs.require_free([path for path in (csv_file, summary_csv) if path], inputs)
    use_threads(threads)
    registry = installed()
    every: list[Comparison] = []
    try:
        for task in _problems(problem, baseline):
            require_use(form, task, inputs)
            names = _baselines_of(task, baseline, keep_all=bool(problem))
            rivals = choosing.choose_baselines(registry, task, names)
            if not inputs:
                require_room_to_draw(registry, task, model or [""], task.params(given), device)
            chosen = [choosing.choose_model(registry, task, name) for name in model or [""]]
            stop = choosing.choose_stop(iterations, tolerance)
            tasks, _ = choosing.choose_instances(
                task, inputs, instances, seed, given, reading, usual=20, form=form
            )
            choosing.warn_of_unmeasured(task, chosen, tasks)
            with Line() as line:
                found = comparing.compare(
                    task, tasks, chosen, rivals, appraiser=_appraiser(task), stop=stop,
                    seconds=seconds, device=device, seed=seed, refine=Effort(refine_seconds),
                    watch=partial(_show, line),
                )  # fmt: skip
            every.append(found)
            if not json:
                rendering.comparison(found)
        if not problem:
            rendering.left_out(registry)
        if json:
            rendering.print_json(line for each in every for line in each.as_dicts())
    finally:  # who reads what is printed may have gone
        _save(every, csv_file, summary_csv)


def _save(every: "list[Comparison]", csv_file: Path | None, summary_csv: Path | None) -> None:
    """Write the rows of what was compared, if anything was."""
    if csv_file is not None and every:
        write_rows(csv_file, (row for each in every for row in each.records()))
    if summary_csv is not None and every:
        scored = [row.as_dict() for each in every for row in each.rows]
        appraised = [row.as_dict() for each in every for row in each.appraised]
        write_rows(summary_csv, scored + appraised)


def _show(line: Line, solver: str, advance: Advance | None) -> None:
    if advance is None:
        line.report(f"running {solver} ...")
    else:
        line.follow(advance, f"{solver}: ")


def _problems(name: str, baselines: list[str]) -> list[Problem[Any, Any]]:
    """The problem of that name, or all that have a model and one of the baselines."""
    registry = installed()
    if name:
        return [registry.problem(name)]
    wanted = {text.partition(":")[0] for text in baselines}
    found, known = [], set()
    for each in registry.problems():
        own = registry.baselines(each)
        known |= set(own)
        if registry.models(each) and (not wanted or wanted & set(own)):
            found.append(registry.problem(each))
    for unknown in sorted(wanted - known):
        raise UnknownNameError("baseline", unknown, known)
    if not found:
        raise ConfigError("there is nothing to compare", "install a plugin that has a model")
    return found


def _baselines_of(task: Problem[Any, Any], names: list[str], *, keep_all: bool) -> list[str]:
    """Of the names given, those of the problem; without any, its reference."""
    own = installed().baselines(task.name)
    kept = [text for text in names if keep_all or text.partition(":")[0] in own]
    return kept or [task.reference]


def _appraiser(task: Problem[Any, Any]) -> Baseline[Any, Any] | None:
    """The problem's reference, where it appraises answers; it need not take part."""
    reference = installed().baselines(task.name).get(task.reference)
    return reference if reference and reference.appraisal_unit else None
