"""What each training option does to one small problem, three seeds each.

DT-L of width 16 learns prefix sums of 16 bits in 800 steps and is measured on fresh strings of
16, 32 and 64 bits after 12, 24 and 48 iterations, fixed beforehand. Runs that `options.csv` already
holds are not repeated; delete the file to measure anew (about half an hour on one core).

OMP_NUM_THREADS=1 python benchmarks/options.py
"""

import csv
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from lightning_fabric import Fabric
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.models.card import Budget
from thinkers.nets import DTL
from thinkers.training.data import VALIDATION, prepare
from thinkers.training.loop import train
from thinkers.training.recipe import Group, Recipe
from thinkers.training.run import Run
from thinkers.training.task import Task
from thinkers.training.validation import validate

RESULTS = Path(__file__).with_suffix(".csv")
SEEDS = range(3)
SIZES = {16: 12, 32: 24, 64: 48}
"""Bits, and the iterations that they get."""

BASE: dict[str, dict[str, Any]] = {
    "data": {
        "batch": 50,
        "train": [{"count": 4000, "params": {"bits": 16}}],
        "validation": [{"count": 200, "params": {"bits": 16}}],
    },
    "loss": {"iterations": 12, "alpha": 1.0},
    "optimizer": {"steps": 800, "learning_rate": 2e-3, "clip": 1.0, "warmup": 50},
}
POOL: dict[str, dict[str, Any]] = {
    "loss": {
        "segments": 4,
        "pool": 200,
        "iterations": 6,
        "max_no_grad_steps": 0,
        "min_grad_steps": 3,
    },
    "optimizer": {"steps": 200, "warmup": 12},
}
"""As many updates as the others, on a quarter of the batches."""

CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "none": {},
    "alpha = 0.5": {"loss": {"alpha": 0.5}},
    "alpha = 0": {"loss": {"alpha": 0.0}},
    "min_iterations = 6": {"loss": {"min_iterations": 6}},
    "segments = 2": {
        "loss": {"segments": 2, "iterations": 6, "max_no_grad_steps": 0},
        "optimizer": {"steps": 400, "warmup": 25},
    },
    "rounds_per_iteration = 2": {"loss": {"rounds_per_iteration": 2.0}},
    "pool = 200": POOL,
    "pool = 200, rounds_per_iteration = 2": {
        **POOL,
        "loss": {**POOL["loss"], "rounds_per_iteration": 2.0},
    },
    "label_smoothing = 0.1": {"loss": {"label_smoothing": 0.1}},
    "label_smoothing = 0.3": {"loss": {"label_smoothing": 0.3}},
    "random_start = 0.5": {"loss": {"random_start": 0.5}},
    "path_noise = 0.05": {"loss": {"path_noise": 0.05}},
    "ema_decay = 0.99": {"optimizer": {"ema_decay": 0.99}},
    "weight_decay = 2e-4": {"optimizer": {"weight_decay": 2e-4}},
    "schedule = multistep": {"optimizer": {"schedule": "multistep"}},
    "schedule = onecycle": {"optimizer": {"schedule": "onecycle"}},
    "schedule = constant": {"optimizer": {"schedule": "constant"}},
    "clip off": {"optimizer": {"clip": None}},
    "augment": {"data": {"augment": True}},
    "fresh": {"data": {"train": [{"fresh": True, "params": {"bits": 16}}]}},
    "sizes 8, 12, 16": {
        "data": {
            "batch": None,
            "positions": 800,
            "train": [{"count": 2000, "params": {"bits": [8, 12, 16]}}],
        }
    },
    "sizes 8, then 16": {
        "data": {
            "batch": None,
            "positions": 800,
            "train": [
                {"count": 2000, "params": {"bits": 8}},
                {"count": 4000, "params": {"bits": 16}, "begin": 0.3, "weight": 4.0},
            ],
        }
    },
}


def recipe(option: str, seed: int) -> Recipe:
    """The small recipe with one option changed."""
    changes = CHANGES[option]
    sections = {name: section | changes.get(name, {}) for name, section in BASE.items()}
    return Recipe.of(
        {
            "name": "prefix_sums/small",
            "problem": "prefix_sums",
            "thinker": "dt-l",
            "seed": seed,
            "validate_every": 200,
            "config": {"width": 16},
            "budget": {"minimum": 12},
            "scores": {"sizes": [16]},
            **sections,
        }
    )


def measure(option: str, seed: int) -> dict[str, Any]:
    """Train once, and measure each size."""
    problem, fabric = PrefixSums(), Fabric(accelerator="cpu", devices=1)
    with tempfile.TemporaryDirectory() as folder:
        thinker = train(Run(recipe(option, seed), problem, DTL, Path(folder), "cpu"))
    row: dict[str, Any] = {"option": option, "seed": seed}
    for bits, iterations in SIZES.items():
        groups = [Group(count=300, params={"bits": bits})]
        [fresh] = prepare(Task(problem, "centred"), groups, 99, VALIDATION)
        budget = Budget(minimum=iterations)
        exact = validate(thinker, fresh, budget.iterations, problem.encodings["centred"], fabric)[1]
        row[f"exact {bits}"] = f"{exact:.4f}"
    return row


def results() -> list[dict[str, str]]:
    """The rows measured so far."""
    if not RESULTS.exists():
        return []
    with RESULTS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def table() -> Iterator[str]:
    """The results in Markdown: means over the seeds, with the lowest and highest."""
    yield "| change | " + " | ".join(f"{bits} bits" for bits in SIZES) + " |"
    yield "|---|" + "---|" * len(SIZES)
    rows = results()
    for option in CHANGES:
        own = [row for row in rows if row["option"] == option]
        if own:
            cells = [_summary([100 * float(row[f"exact {bits}"]) for row in own]) for bits in SIZES]
            yield f"| {option} | " + " | ".join(cells) + " |"


def _summary(values: list[float]) -> str:
    return f"{sum(values) / len(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def main() -> None:
    """Measure what is missing, and print the table."""
    ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(1)
    done = {(row["option"], int(row["seed"])) for row in results()}
    for seed in SEEDS:
        for option in CHANGES:
            if (option, seed) in done:
                continue
            row = measure(option, seed)
            with RESULTS.open("a", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(row), lineterminator="\n")
                if not file.tell():
                    writer.writeheader()
                writer.writerow(row)
    print("\n".join(table()))


if __name__ == "__main__":
    main()
