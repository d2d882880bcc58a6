"""`thinkers train`: a recipe in, a model file out."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thinkers.cli import options, rendering
from thinkers.cli.progress import Board
from thinkers.errors import ConfigError
from thinkers.registry import installed, pick

if TYPE_CHECKING:
    from thinkers.training.loop import Callbacks
    from thinkers.training.recipe import Recipe

RecipeName = Annotated[
    str, typer.Option("--recipe", help="A TOML file, or the name of one that the plugin ships.")
]
Changes = Annotated[
    list[str], typer.Option("--set", help="Replace a setting, such as optimizer.steps=100.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder; by default runs/PROBLEM-RECIPE.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where the folder's run stopped.")]
Devices = Annotated[int, typer.Option("--devices", min=1, help="How many devices.")]
Precision = Annotated[str, typer.Option("--precision", help="As Fabric names it.")]
Workers = Annotated[
    int,
    typer.Option("--workers", min=0, help="Processes that label instances and make fresh batches."),
]
Minutes = Annotated[
    float, typer.Option("--checkpoint-minutes", min=0.0, help="Time between resume files.")
]


def train(
    problem: options.ProblemName,
    recipe: RecipeName,
    changes: Changes = [],  # noqa: B006  typer reads it, nobody writes it
    out: Out = None,
    resume: Resume = False,
    device: options.Device = "auto",
    devices: Devices = 1,
    precision: Precision = "32-true",
    threads: options.Threads = 1,
    workers: Workers = 0,
    checkpoint_minutes: Minutes = 3.0,
    *,
    given: dict[str, Any],
) -> None:
    """Train a thinker by a recipe, measure it, and write the model file."""
    if given:
        raise ConfigError(f"the recipe says what to generate, not --{next(iter(given))}")
    from thinkers.devices import use_threads
    from thinkers.training.loop import train as run
    from thinkers.training.publishing import publish

    task = options.problem_named(problem)
    plan = _find(task.name, recipe, changes)
    folder = out or Path("runs") / plan.name.replace("/", "-")
    use_threads(threads)
    with Board(plan.optimizer.steps) as board:
        thinker = run(
            plan, task, pick("thinker", plan.thinker, installed().thinkers()), folder,
            resuming=resume, device=device, devices=devices, precision=precision, workers=workers,
            checkpoint_seconds=60 * checkpoint_minutes, callbacks=_callbacks(board),
        )  # fmt: skip
    path = publish(plan, task, thinker, folder, device=device, watch=board.line)
    rendering.print_text(f"wrote {path}")


def _callbacks(board: Board) -> "Callbacks":
    from thinkers.training.loop import Callbacks

    return Callbacks(board.line, partial(board.step, ""), partial(board.metrics, ""))


def _find(problem: str, name: str, changes: list[str]) -> "Recipe":
    """The recipe file of that name, or the one that the problem's plugin ships."""
    from thinkers.training.recipe import Recipe, shipped_recipes

    path = Path(name)
    if not path.is_file():
        shipped = shipped_recipes(installed().problems()[problem])
        path = pick("recipe", name.removesuffix(".toml"), shipped)
    plan = Recipe.read(path, changes)
    if plan.problem != problem:
        raise ConfigError(f"{path} is a recipe for {plan.problem}, not {problem}")
    return plan
