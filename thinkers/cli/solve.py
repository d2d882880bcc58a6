"""`thinkers solve`: instances in, answers out, each with its verdict."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import options, rendering
from thinkers.cli.interrupting import INTERRUPTED, interruptible
from thinkers.cli.progress import Line
from thinkers.registry import installed

if TYPE_CHECKING:
    from thinkers.result import Result

Draw = Annotated[
    Path | None, typer.Option("--draw", help="Save the picture; .svg or .png, numbered if many.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", help="Write instances and answers, as far as the format holds them."
    ),
]


def solve(
    problem: options.ProblemName,
    instances: Annotated[int | None, options.how_many(1)] = None,
    inputs: options.Inputs = [],  # noqa: B006  typer reads it, nobody writes it
    form: options.Format = "",
    model: options.Model = "",
    iterations: options.Iterations = None,
    tolerance: options.Tolerance = None,
    seconds: options.Seconds = None,
    until: options.Until = None,
    epsilon: options.Epsilon = None,
    solver: options.SolverName = "",
    refine: options.Refine = False,
    refine_seconds: options.RefineSeconds = None,
    seed: options.Seed = 0,
    device: options.Device = "auto",
    threads: options.Threads = 1,
    json: options.Json = False,
    draw: Draw = None,
    output: Output = None,
    *,
    given: dict[str, Any],
    reading: dict[str, Any],
) -> None:
    """Solve instances, generated or from files, with a trained thinker."""
    from thinkers import engine
    from thinkers.cli import choosing
    from thinkers.devices import use_threads

    task = options.problem_named(problem)
    options.require_writable(draw, output)
    tasks, drawn_by = choosing.choose_instances(
        task, inputs, instances, seed, given, reading, form=form
    )
    chosen = choosing.choose_model(installed(), task, model)
    proof = choosing.choose_proof(chosen, task, until, epsilon)
    stop = choosing.choose_stop(iterations, tolerance, proof)
    use_threads(threads)
    with interruptible() as interrupt, Line() as line:
        results = engine.solve(
            task, tasks, chosen, stop, device=device, seed=drawn_by, seconds=seconds,
            refine=choosing.choose_effort(task, refine, refine_seconds), interrupt=interrupt,
            solver=choosing.choose_solver(solver), watch=line.follow,
        )  # fmt: skip
    _save(results, draw, output)
    if json:
        rendering.print_json(result.as_dict() for result in results)
    else:
        for result in results:
            _show(result)
    if interrupt.is_set():
        missing = f"{len(tasks) - len(results)} of {len(tasks)} instances have no answer"
        rendering.warn(f"interrupted; {missing}")
        raise typer.Exit(INTERRUPTED)


def _show(result: "Result[Any, Any]") -> None:
    task = result.problem
    rendering.print_text(task.draw(result.instance, result.solution).text)
    rendering.print_text(result.summary())
    reference = installed().baselines(task.name).get(task.reference)
    if reference is None or reference.unsuitable(result.instance):
        return
    if reference.cheap(result.instance):
        from thinkers.comparing import measure

        verdict, took = measure(task, reference, result.instance)
        cost = f"{task.unit} {verdict.cost:.6g}" if task.unit else "right"
        if not verdict.feasible:
            cost = f"no valid answer: {verdict.reason}"
        rendering.print_text(f"{reference.name}, for comparison: {cost} in {took:.2g} s")


def _save(results: "list[Result[Any, Any]]", draw: Path | None, output: Path | None) -> None:
    for number, result in enumerate(results):
        if draw is not None:
            name = draw.name if len(results) == 1 else f"{draw.stem}-{number}{draw.suffix}"
            result.problem.draw(result.instance, result.solution).save(draw.with_name(name))
    if output is not None and results:
        instances = [result.instance for result in results]
        solutions = [result.solution for result in results]
        with options.writing(output):
            results[0].problem.write(output, instances, solutions)
