"""`thinkers solve`: instances in, answers out, each with its verdict."""

from pathlib import Path
from typing import Annotated, Any

import typer

from thinkers.cli import answers, options, outputs, rendering
from thinkers.cli.inputs import require_use
from thinkers.cli.interrupting import interruptible
from thinkers.cli.progress import Line
from thinkers.errors import InterruptionError
from thinkers.registry.registry import installed

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
        "have a cost, of thoughts along the way.",
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


def solve(
    problem: options.ProblemName,
    instances: Annotated[int | None, options.how_many(1)] = None,
    inputs: options.Inputs = [],  # noqa: B006  typer reads it, nobody writes it
    form: options.Format = "",
    model: options.Thinking = "",
    iterations: options.Iterations = None,
    tolerance: options.Tolerance = None,
    seconds: options.Seconds = None,
    until: options.Until = None,
    epsilon: options.Epsilon = None,
    acceleration: options.AccelerationName = "",
    breadth: HowBroad = None,
    refine: options.Refine = False,
    refine_seconds: options.RefineSeconds = None,
    seed: options.Seed = 0,
    device: options.Device = "auto",
    threads: options.Threads = 1,
    json: options.Json = False,
    draw: Draw = None,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
    strict: Strict = None,
    *,
    given: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Solve instances, generated or from files, with a trained thinker."""
    from thinkers.cli import choosing
    from thinkers.cli.room import require_room_to_draw
    from thinkers.engine.devices import use_threads

    task = options.problem_named(problem)
    if not outputs.in_folder(output):
        require_use(form, task, inputs)
    if not inputs:
        require_room_to_draw(installed(), task, [model], task.params(given), device)
    tasks, drawn_by = choosing.choose_instances(
        task, inputs, instances, seed, given, reading, form=form
    )
    files = outputs.plan(task, tasks, inputs, output=output, draw=draw, form=form, force=force)
    chosen = choosing.choose_model_for(installed(), task, model, tasks)
    proof = choosing.choose_proof(chosen, task, until, epsilon)
    stop = choosing.choose_stop(iterations, tolerance, proof, until)
    use_threads(threads)
    with interruptible() as interrupt, Line() as line:
        results = answers.find(
            task, tasks, chosen, stop, breadth, device=device, seed=drawn_by, seconds=seconds,
            refine=choosing.choose_effort(task, refine, refine_seconds), interrupt=interrupt,
            acceleration=choosing.choose_acceleration(acceleration), watch=line.follow,
        )  # fmt: skip
    try:
        if json:
            rendering.print_json(result.as_dict() for result in results)
        else:
            answers.show(results, pictures=not quiet)
    finally:  # who reads the output may have gone
        files.save(results)
    if interrupt.is_set():
        answered = f"{len(results)} of {len(tasks)} instances have an answer, the best so far"
        raise InterruptionError(f"interrupted: {answered}")
    if strict if strict is not None else inputs:
        answers.require_verified(results)
