"""`thinkers train`: a recipe in, a model file out."""

import os
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from thinkers.cli import completion, options, rendering
from thinkers.cli.groups import grouped
from thinkers.cli.progress import Board
from thinkers.cli.seeds import numbers, train_seeds
from thinkers.cli.spreading import Sharing
from thinkers.errors import ConfigError
from thinkers.registry.registry import installed, pick

if TYPE_CHECKING:
    from thinkers.training.callbacks import Callbacks
    from thinkers.training.recipe import Recipe
    from thinkers.training.run import Run

RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        help="A TOML file, or the name of one that the plugin ships; see `thinkers list recipes`.",
        autocompletion=completion.recipes,
    ),
]
Changes = Annotated[
    list[str], typer.Option("--set", help="Replace a setting, such as optimizer.steps=100.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder; by default runs/PROBLEM-RECIPE.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where the folder's run stopped.")]
Seeds = Annotated[
    str, typer.Option("--seeds", help="Train each of 0-9 or 0,3,7; report how many pass the bar.")
]
Devices = Annotated[int, typer.Option("--devices", min=1, max=256, help="How many devices.")]
Precision = Annotated[str, typer.Option("--precision", help="32-true, or bf16-mixed.")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=0,
        max=256,
        help="Processes of each training that label and make fresh batches; by default as --jobs "
        "where there is one training.",
    ),
]
Minutes = Annotated[
    float, typer.Option("--checkpoint-minutes", min=0.0, max=1e6, help="Time between resume files.")
]

Relabel = Annotated[
    bool,
    typer.Option("--relabel", help="Label anew what the cache holds; see `thinkers cache`."),
]
Tensorboard = Annotated[bool, typer.Option("--tensorboard", help="Write for TensorBoard too.")]


@dataclass(frozen=True)
class Machine:
    """What a training runs on."""

    device: options.Device = "auto"
    devices: Devices = 1
    precision: Precision = "32-true"
    threads: options.Threads = 1
    workers: Workers = None


@grouped
def train(
    *,
    problem: options.ProblemName,
    recipe: RecipeName,
    changes: Changes = [],  # noqa: B006  typer reads it, nobody writes it
    out: Out = None,
    resume: Resume = False,
    seeds: Seeds = "",
    machine: Machine,
    sharing: Sharing,
    checkpoint_minutes: Minutes = 3.0,
    tensorboard: Tensorboard = False,
    relabel: Relabel = False,
) -> None:
    """Train a thinker by a recipe, measure it, and write the model file."""
    from thinkers.training.run import Run

    task = options.problem_named(problem)
    plan = find_recipe(task.name, recipe, changes)
    crew = sharing.crew(usual=(os.cpu_count() or 1) if seeds else 1)
    workers = machine.workers
    if workers is None:
        workers = crew.jobs if crew.jobs > 1 and not seeds else 0
    run = Run(
        plan, task, pick("thinker", plan.thinker, installed().thinkers()),
        out or Path("runs") / plan.name.replace("/", "-"),
        **asdict(machine) | {"workers": workers}, scheduler=crew.scheduler,
        checkpoint_seconds=60 * checkpoint_minutes, tensorboard=tensorboard, relabel=relabel,
    )  # fmt: skip
    if seeds:
        train_seeds(run, numbers(seeds), resuming=resume, crew=crew)
    else:
        _train_one(run, resume)


def _train_one(run: "Run", resuming: bool) -> None:
    from thinkers.training.loop import train as train_by
    from thinkers.training.publishing import publish
    from thinkers.training.step.distributed import first_process

    with Board(run.recipe.optimizer.steps) as board:
        try:
            thinker = train_by(run, _callbacks(board), resuming=resuming)
        finally:
            if not first_process():  # the first one prints, and is killed if this one fails
                raise typer.Exit
    path = publish(run.recipe, run.problem, thinker, run.folder, device=run.device, hear=board.note)
    rendering.print_text(f"wrote {path}")


def _callbacks(board: Board) -> "Callbacks":
    from thinkers.training.callbacks import Callbacks

    return Callbacks(board.note, partial(board.step, ""), partial(board.metrics, ""))


def find_recipe(problem: str, name: str, changes: list[str]) -> "Recipe":
    """The recipe file of that name, or the one that the problem's plugin ships."""
    from thinkers.training.beginning import pinned
    from thinkers.training.recipe import Recipe, shipped_recipes

    path = Path(name)
    if not path.is_file():
        shipped = shipped_recipes(installed().problems()[problem])
        path = pick("recipe", name.removesuffix(".toml"), shipped)
    plan = Recipe.read(path, changes)
    if plan.problem != problem:
        raise ConfigError(f"{path} is a recipe for {plan.problem}, not {problem}")
    return pinned(plan)
