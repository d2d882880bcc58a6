"""What each part of DT-L contributes: variants with one part changed, over seeds, DT-R beside.

    OMP_NUM_THREADS=1 python benchmarks/ablations.py prefix_sums --widths 16 --seeds 10 --jobs 2
    python benchmarks/ablations.py prefix_sums --table

A run is a short training and its measurement; the recipes are `TASKS`. All variants get the same
data, loss, steps and iterations. Rows that `ablations.csv` holds are not repeated, so a stopped
run goes on: by `--jobs` processes at once, of one thread each, until `--minutes` are up. Only the
parent writes, so rows are whole whenever it is killed. `--table` trains nothing. A success is a
seed with `BAR` of the strings or mazes of the far size entirely right, those of a training that
diverged are none.
"""

import argparse
import csv
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from time import process_time
from typing import Any

import torch

from thinkers.certify import prove
from thinkers.engine.stop import MaxIterations
from thinkers.errors import DivergedError
from thinkers.models.card import Card
from thinkers.models.store import Model
from thinkers.problems.problem import Problem
from thinkers.registry.registry import installed
from thinkers.scoring.evaluating import Evaluation, evaluate
from thinkers.scoring.statistics import share_interval
from thinkers.training.loop import train
from thinkers.training.recipe import Recipe
from thinkers.training.run import Run
from thinkers.training.task import Task

RESULTS = Path(__file__).with_suffix(".csv")
SEED = 3_000_001
"""Draws what is measured; no training and no published score has it."""

BAR, INSTANCES, OF_FAMILY, OVERTHINKING = 0.95, 100, 20, 10
"""What a success is; how many are measured, and of each family; multiples of the iterations."""

AnyProblem = Problem[Any, Any]
Row = dict[str, str]

VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "DT-L": ("dt-l", {}),
    "ReLU": ("dt-l", {"activation": "relu"}),
    "maxmin": ("dt-l", {"activation": "maxmin"}),
    "added skips": ("dt-l", {"skip": "added"}),
    "no skips": ("dt-l", {"skip": "none"}),
    "no constraint": ("dt-l", {"constraint": "none"}),
    "certified": ("dt-l", {"constraint": "certified"}),
    "ReLU, added, no constraint": (
        "dt-l", {"activation": "relu", "skip": "added", "constraint": "none"}
    ),
    "DT-R": ("dt-r", {}),
}  # fmt: skip
"""The thinker of each, and its settings beside the width."""

SWEEPS: dict[str, tuple[str, dict[str, Any]]] = {
    **{f"γ = {start}": ("dt-l", {"skip": start}) for start in (0.1, 0.3, 0.7, 0.9)},
    **{
        f"certified, K = {bound}": ("dt-l", {"constraint": "certified", "contraction": bound})
        for bound in (0.5, 0.9, 0.999)
    },
}
"""γ at the start (DT-L has 0.5), and K of a certified step (`certified` has 0.99)."""


@dataclass(frozen=True)
class Setting:
    """What is learned, and what is measured.

    Attributes:
        sections: Of the recipe, but for seed, thinker, its settings and the steps.
        steps: Of the training, for each width.
        near: The size that is trained on.
        far: The larger one.
        iterations: For both, fixed beforehand.
        families: Of which the worst is sought; by default all.
    """

    sections: Mapping[str, Any]
    steps: Mapping[int, int]
    near: int
    far: int
    iterations: tuple[int, int]
    families: tuple[str, ...] = ()


TASKS = {
    "prefix_sums": Setting(
        {
            "validate_every": 200,
            "budget": {"minimum": 12},
            "data": {
                "batch": 100,
                "train": [{"count": 4000, "params": {"bits": 12}}],
                "validation": [{"count": 200, "params": {"bits": 12}}],
            },
            "loss": {"iterations": 8, "alpha": 0.5},
            "optimizer": {
                "learning_rate": 4e-3, "clip": 1.0, "warmup": 40,
            },
        },
        steps={16: 800, 32: 800, 64: 800},
        near=12, far=24, iterations=(12, 24),
    ),
    "maze": Setting(
        {
            "encoding": "cell",
            "validate_every": 50,
            "budget": {"minimum": 60},
            "data": {
                "batch": 32,
                "augment": True,
                "train": [{"count": 4000, "params": {"size": 7}}],
                "validation": [{"count": 50, "params": {"size": 7}}],
            },
            "loss": {
                "iterations": 80, "alpha": 1.0,
                "max_no_grad_steps": 0, "min_grad_steps": 4, "max_grad_steps": 8,
                "segments": 12, "pool": 128, "mosaic": 4, "shared": 1, "path_noise": 0.1,
                "rounds_per_iteration": 2.0, "max_rounds_per_iteration": 4.0,
            },
            "optimizer": {
                "learning_rate": 2e-3, "clip": 1.0, "warmup": 10,
                "schedule": "cosine",
            },
        },
        steps={16: 400, 32: 200, 64: 200},
        near=7, far=13, iterations=(30, 60), families=("dfs", "wilson", "prim", "kruskal"),
    ),
}  # fmt: skip


def recipe(task: str, variant: str, width: int, seed: int) -> Recipe:
    """The short recipe of a variant."""
    thinker, config = (VARIANTS | SWEEPS)[variant]
    sections, steps = TASKS[task].sections, TASKS[task].steps[width]
    return Recipe.of(
        {
            "name": f"{task}/ablation",
            "scores": {"sizes": [TASKS[task].near]},
            "problem": task,
            "thinker": thinker,
            "seed": seed,
            "config": {"width": width, **config},
            **sections,
            "optimizer": {**sections["optimizer"], "steps": steps},
        }
    )


def plan(
    variants: Sequence[str], widths: Sequence[int], seeds: int, done: Sequence[Row], task: str
) -> Iterator[tuple[str, int, int]]:
    """What is not measured yet: every variant of a width and seed before the next seed."""
    had = {(row["task"], row["variant"], int(row["width"]), int(row["seed"])) for row in done}
    for width in widths:
        for seed in range(seeds):
            for variant in variants:
                if (task, variant, width, seed) not in had:
                    yield variant, width, seed


def measure(task: str, variant: str, width: int, seed: int) -> dict[str, Any]:
    """Train once, and measure: a row of the results."""
    registry, made, begun = installed(), recipe(task, variant, width, seed), process_time()
    problem = registry.problem(task)
    row: dict[str, Any] = {
        "task": task, "variant": variant, "width": width, "seed": seed,
        "steps": made.optimizer.steps, "torch": torch.__version__,
    }  # fmt: skip
    try:
        with tempfile.TemporaryDirectory() as folder:
            kind = registry.thinkers()[made.thinker]
            thinker = train(Run(made, problem, kind, Path(folder), "cpu"))
    except DivergedError:
        return row | dict.fromkeys(MEASURED, "") | {
            "training": "diverged", "seconds": f"{process_time() - begun:.1f}"
        }  # fmt: skip
    card = Card(
        name=made.name, problem=task, thinker=made.thinker, encoding=Task.of(made, problem).name,
        config=made.config, budget=made.budget,
    )  # fmt: skip
    found = measured(problem, Model(card, thinker), TASKS[task])
    seconds = f"{process_time() - begun:.1f}"
    return row | found | {"training": "finite", "seconds": seconds}


def at_once(
    work: Callable[..., Any], todo: Sequence[tuple[Any, ...]], jobs: int, seconds: float
) -> Iterator[Any]:
    """Results as they come, of so many processes, for so many seconds; what then runs is lost."""
    with ProcessPoolExecutor(jobs, get_context("spawn"), torch.set_num_threads, (1,)) as pool:
        runs = [pool.submit(work, *each) for each in todo]
        try:
            for run in as_completed(runs, timeout=seconds):
                yield run.result()
        except TimeoutError:
            for process in active_children():
                process.kill()  # a training obeys SIGTERM only between two steps


SHOWN = ("variant", "width", "seed", "training", "near", "far", "seconds")
"""What is printed of a row when it is written."""

MEASURED = ("near", "far", "worst", "worst family", "overthought", "not finite", "bound")
"""What a row says of a finite training: shares right, families, thoughts, the proven K or more."""


def measured(problem: AnyProblem, model: Model, setting: Setting) -> dict[str, str]:
    """Shares of fresh instances that are entirely right, after fixed numbers of iterations."""
    few, many = setting.iterations
    ask = partial(evaluate, problem, model, device="cpu", seed=SEED)
    near = ask(setting.near, INSTANCES, stop=MaxIterations(few))
    far = ask(setting.far, INSTANCES, stop=MaxIterations(many))
    long = ask(setting.far, INSTANCES, stop=MaxIterations(OVERTHINKING * many))
    families = {
        name: right(ask(setting.far, OF_FAMILY, stop=MaxIterations(many), params={"family": name}))
        for name in setting.families or problem.families
    }
    worst = min(families, key=lambda name: families[name])
    pieces = model.thinker.pieces()
    assert pieces is not None
    return {
        "near": f"{right(near):.3f}", "far": f"{right(far):.3f}",
        "worst": f"{families[worst]:.3f}", "worst family": worst,
        "overthought": f"{right(long):.3f}",
        "not finite": str(long.stopped_by.get("diverged", 0)),
        "bound": f"{prove(pieces).bound:.4g}",
    }  # fmt: skip


def right(found: Evaluation) -> float:
    """The share of right answers."""
    return found.exact or 0.0


def results(path: Path = RESULTS) -> list[Row]:
    """The rows measured so far."""
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Write one row more, under its head where it is the first."""
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        if not file.tell():
            writer.writeheader()
        writer.writerow(row)


def table(rows: Sequence[Row], task: str) -> Iterator[str]:
    """The results of a task in Markdown, for each width the fewest successes first."""
    yield (
        "| variant | width | success (95 %) | near | far | worst family | far, 10 x iterations "
        "| diverged | not finite | bound of the step |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    groups = _groups(rows, task)
    order = sorted(groups, key=lambda key: (key[0], successes(groups[key]), _mean(groups[key])))
    for width, variant in order:
        yield _line(variant, width, groups[width, variant])


def apart(rows: Sequence[Row], task: str) -> Iterator[str]:
    """Which variants of a width have an interval of success wholly below that of which others."""
    groups = _groups(rows, task)
    spans = {key: share_interval(successes(each), len(each)) for key, each in groups.items()}
    for width, variant in sorted(groups):
        above = [
            name for (of, name) in groups
            if of == width and spans[of, name][0] > spans[width, variant][1]
        ]  # fmt: skip
        if above:
            yield f"* {width}: {variant} below {'; '.join(above)}"


def _groups(rows: Sequence[Row], task: str) -> dict[tuple[int, str], list[Row]]:
    """The rows of a task for each width and variant."""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        if row["task"] == task:
            groups.setdefault((int(row["width"]), row["variant"]), []).append(row)
    return groups


def successes(rows: Sequence[Row]) -> int:
    """How many seeds pass the bar."""
    return sum(row["training"] == "finite" and float(row["far"]) >= BAR for row in rows)


def _mean(rows: Sequence[Row], name: str = "far") -> float:
    """A share's mean over the seeds; of a diverged training it is 0."""
    return sum(float(row[name] or 0) for row in rows) / len(rows)


def _line(variant: str, width: int, rows: Sequence[Row]) -> str:
    passed, count = successes(rows), len(rows)
    low, high = share_interval(passed, count)
    finite = [row for row in rows if row["training"] == "finite"]
    bounds = [float(row["bound"]) for row in finite]
    lost = sum(int(row["not finite"]) > 0 for row in finite)
    cells = [
        variant, str(width), f"{passed}/{count} ({low:.0%} to {high:.0%})",
        *(f"{100 * _mean(rows, name):.0f}" for name in ("near", "far", "worst", "overthought")),
        f"{count - len(finite)}/{count}", f"{lost}/{count}",
        f"{min(bounds):.3g} to {max(bounds):.3g}" if bounds else "",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def given() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("--widths", default="16")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sweeps", action="store_true", help="γ and K in place of the variants")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    parser.add_argument("--minutes", type=float, default=1e6, help="of wall time, at most")
    parser.add_argument("--table", action="store_true", help="measure nothing")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    return parser.parse_args()


def main() -> None:
    """Measure what is missing, and print the table."""
    options = given()
    variants = list(SWEEPS if options.sweeps else VARIANTS)
    widths = [int(each) for each in options.widths.split(",")]
    todo = list(plan(variants, widths, options.seeds, results(options.output), options.task))
    if todo and not options.table:
        work = partial(measure, options.task)
        for row in at_once(work, todo, options.jobs, 60 * options.minutes):
            append(options.output, row)
            print(*(row[key] for key in SHOWN), flush=True)
    rows = results(options.output)
    print(*table(rows, options.task), "", *apart(rows, options.task), sep="\n")


if __name__ == "__main__":
    main()
