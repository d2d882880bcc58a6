"""`thinkers solve`: instances in, answers out, each with its verdict."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import answers, options, outputs
from thinkers.cli.beneath import Beneath
from thinkers.cli.delivering import Delivery
from thinkers.cli.groups import Beside, Computing, Limits, Refinement, Source, grouped
from thinkers.cli.inputs import require_use
from thinkers.cli.interrupting import interruptible
from thinkers.cli.progress import Line
from thinkers.cli.tally import Tally
from thinkers.errors import InterruptionError
from thinkers.registry.registry import AnyProblem

if TYPE_CHECKING:
    from thinkers.engine.solve import StopFor
    from thinkers.models.kinds import AnyModel

Draw = Annotated[
    Path | None, typer.Option("--draw", help="Save the picture; .svg or .png, numbered if many.")
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="PATH",
        help="Write instances and answers to this file, or one file each to this folder.",
    ),
]  # fmt: skip
Force = Annotated[bool, typer.Option("--force", help="Outputs may replace files of --input.")]
HowBroad = Annotated[
    int | None,
    typer.Option(
        "--breadth", min=2, max=1000, metavar="N",
        help="Keep the best of N answers: of symmetric copies, or where there are none and answers "
        "have a cost, drawn from the scores.",
    ),
]  # fmt: skip
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no pictures.")]
Strict = Annotated[
    bool | None,
    typer.Option(
        "--strict/--no-strict",
        help="Exit with 1 unless every answer is verified; by default only with --input.",
    ),
]


@dataclass(frozen=True)
class Thinking:
    """How a thinker comes to an answer, beside its limits."""

    until: options.Until = None
    epsilon: options.Epsilon = None
    acceleration: options.AccelerationName = ""
    breadth: HowBroad = None

    def stop(self, model: "AnyModel", problem: AnyProblem, limits: Limits) -> "StopFor | None":
        """When to stop; None for the model's own rule."""
        from thinkers.cli import choosing

        proof = choosing.choose_proof(model, problem, self.until, self.epsilon)
        return choosing.choose_stop(limits.iterations, limits.tolerance, proof, self.until)


@dataclass(frozen=True)
class Saving:
    """The files that answers are saved to."""

    draw: Draw = None
    output: Output = None
    force: Force = False


@dataclass(frozen=True)
class Report(Beside):
    """How the answers are told, and what their pictures show."""

    json: options.Json = False
    quiet: Quiet = False
    strict: Strict = None

    def judge(self, tally: Tally, *, read: bool) -> None:
        """See that all answers are verified, where that is asked for or instances were read.

        Raises:
            SolveError: Some are not.
        """
        if read if self.strict is None else self.strict:
            tally.require_verified()


@grouped
def solve(
    *,
    problem: options.ProblemName,
    instances: Annotated[int | None, options.how_many(1)] = None,
    source: Source,
    model: options.Thinking = "",
    limits: Limits,
    thinking: Thinking,
    refinement: Refinement,
    place: Computing,
    saving: Saving,
    report: Report,
    given: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Solve instances, generated or from files, with a trained thinker.

    With --json each answer is printed once its batch is done, and kept no longer, but for --breadth
    and for files that are to be written.
    """
    from thinkers.cli import choosing

    task = options.problem_named(problem)
    if not outputs.in_folder(saving.output):
        require_use(source.form, task, source.inputs)
    if not source.inputs:
        place.require_room_to_draw(task, model, task.params(given))
    tasks, drawn_by = source.instances(task, instances, given, reading)
    files = outputs.plan(task, tasks, source.inputs, form=source.form, **asdict(saving))
    chosen = place.choose(task, model, tasks)
    stop, effort = thinking.stop(chosen, task, limits), refinement.effort(task)
    delivery, beneath = Delivery(report.json, files.wanted), Beneath.of(task, report.under)
    with interruptible() as interrupt, Line() as line:
        found = answers.find(
            task, tasks, chosen, stop, thinking.breadth, device=place.device, seed=drawn_by,
            seconds=limits.seconds, refine=effort, interrupt=interrupt, watch=line.follow,
            acceleration=choosing.choose_acceleration(thinking.acceleration), batch=limits.together,
            at_once=report.json, heat=report.heat, precision=place.precision,
        )  # fmt: skip
        delivery.take(found, line)
    try:
        delivery.show(None if report.quiet else beneath.shown)
    finally:  # who reads the output may have gone
        files.save(delivery.results, beneath.figure)
    if interrupt.is_set():
        answered = f"{delivery.tally.count} of {len(tasks)} instances have an answer"
        raise InterruptionError(f"interrupted: {answered}, the best so far")
    report.judge(delivery.tally, read=bool(source.inputs))
