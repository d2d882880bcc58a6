"""`thinkers evaluate`: how a model does on sizes it has seen, and on larger ones."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import options, outputs, rendering
from thinkers.cli.errors import raise_first
from thinkers.cli.export import EveryAnswer
from thinkers.cli.groups import Limits, Refinement, Tables, grouped
from thinkers.cli.progress import Line
from thinkers.cli.spreading import Workplace
from thinkers.errors import ConfigError
from thinkers.registry.registry import AnyProblem
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.scoring.crew import Crew
    from thinkers.scoring.evaluating import Evaluation

Sizes = Annotated[str, typer.Option("--sizes", help="Sizes to try, such as 32,64,512.")]


@grouped
def evaluate(
    *,
    problem: options.ProblemName,
    sizes: Sizes = "",
    model: options.Model = "",
    instances: Annotated[int, options.how_many(100)] = 100,
    limits: Limits,
    refinement: Refinement,
    seed: options.Seed = 0,
    place: Workplace,
    json: options.Json = False,
    csv_file: EveryAnswer = None,
    given: dict[str, Any],
) -> None:
    """Measure a model on new instances of several sizes, against the best answers known."""
    from thinkers.cli import choosing
    from thinkers.scoring import evaluating

    outputs.require_writable(csv_file)
    task = options.problem_named(problem)
    stop = choosing.choose_stop(limits.iterations, limits.tolerance)
    effort = refinement.effort(task)
    if task.size_option in given:
        raise ConfigError(f"--sizes says what --{task.size_option} would", "give one of them")
    wanted, rows = choosing.choose_sizes(task, sizes), []
    _require_room(task, [task.sized(size, given) for size in wanted], instances, place, model)
    chosen = place.load(task, model)
    measure = partial(
        evaluating.evaluate, task, chosen, instances=instances, params=given, stop=stop,
        refine=effort, seconds=limits.seconds, device=place.device, seed=seed,
        batch=limits.together,
    )  # fmt: skip
    failed: list[BaseException] = []
    try:
        for found in _measured(measure, wanted, place.crew, failed):
            rows.append(found)
            if json:
                rendering.print_json([_with_answers(found)])
        if rows and not json:
            rendering.evaluation(f"{chosen.card.name}, seed {seed}", task.objective, rows)
        raise_first(failed)
    finally:  # who reads what is printed may have gone
        Tables(csv_file).save((record for row in rows for record in row.records()), ())


def _measured(
    measure: "Callable[..., Evaluation]",
    sizes: Sequence[int | None],
    crew: "Crew",
    failed: list[BaseException],
) -> "Iterator[Evaluation]":
    """What is measured at each size, in their order; by the crew where there is one.

    Why a size could not be is added to `failed`.
    """
    from thinkers.scoring.crew import Lost, in_order

    if crew.alone:
        for size in sizes:
            with Line() as line:
                line.report("measuring ..." if size is None else f"size {size} ...")
                found = measure(size, watch=line.follow)
            yield found
        return
    with Line(words="measuring") as line, closing(
        crew.outcomes([partial(measure, size) for size in sizes])
    ) as outcomes:  # fmt: skip
        for place, outcome in in_order(outcomes):
            what = "" if sizes[place] is None else f"size {sizes[place]} "
            if isinstance(outcome, Lost):
                failed.append(outcome.error(f"{what}cannot be measured"))
                continue
            line.report(f"{what}is measured" if what else "measured")
            yield outcome


def _require_room(
    task: AnyProblem, every: Sequence[Settings], count: int, place: Workplace, model: str
) -> None:
    """See that the instances that these options draw are not too many, nor too large."""
    from thinkers.cli.room import require_room_to_hold

    for params in every:
        place.require_room_to_draw(task, model, params)
        require_room_to_hold(task, params, count)


def _with_answers(found: "Evaluation") -> dict[str, Any]:
    names = ("problem", "model", "size")
    answers = [
        {name: value for name, value in record.items() if name not in names}
        for record in found.records()
    ]
    return {**found.as_dict(), "answers": answers}
