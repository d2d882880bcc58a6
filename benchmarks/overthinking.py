"""Who overthinks: answers entirely right after more and more iterations, seed by seed.

    thinkers train prefix_sums --recipe dt-l --seeds 0-9 --out runs/dt-l
    thinkers train prefix_sums --recipe dt-r --seeds 0-9 --out runs/dt-r
    python benchmarks/overthinking.py prefix_sums --sizes 32,512 --instances 100 runs/dt-?

A folder is one of `--seeds`. Given for each is the mean share over its seeds, with the lowest and
the highest; seeds that are missing diverged in training. Iterations are multiples of those of
the training, M; nothing stops early. `diverged` counts thoughts that ceased to be finite.
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from thinkers.engine import think
from thinkers.models import Model, ModelCard, load_model
from thinkers.problem import Problem
from thinkers.registry import Registry, installed
from thinkers.stop import MaxIterations

MULTIPLES = (1, 2, 4, 10)
SEED = 1


def load(path: Path, registry: Registry, problem: Problem[Any, Any]) -> Model:
    """A trained model."""
    card = ModelCard.read(path)
    return load_model(card, registry.thinkers()[card.card.thinker], problem.encodings)


def shares(
    problem: Problem[Any, Any], model: Model, tasks: Sequence[Any], iterations: Sequence[int]
) -> tuple[list[float], int]:
    """The share of right answers after each number of iterations, and how many diverged."""
    encoding = model.card.encoding
    inputs = torch.from_numpy(problem.encode(tasks, encoding).inputs)
    right, diverged = [], 0
    for count in iterations:
        thoughts = think(model.thinker, inputs, MaxIterations(count))
        answers = [
            problem.decode(scores, task, encoding)
            for scores, task in zip(thoughts.scores, tasks, strict=True)
        ]
        verdicts = [problem.check(task, each) for task, each in zip(tasks, answers, strict=True)]
        right.append(float(np.mean([verdict.feasible for verdict in verdicts])))
        diverged = thoughts.stopped_by.count("diverged")
    return right, diverged


def main() -> None:
    """Print a line for each folder and size."""
    parser = ArgumentParser()
    parser.add_argument("problem")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sizes", default="32")
    parser.add_argument("--instances", type=int, default=100)
    given = parser.parse_args()
    torch.set_num_threads(1)
    registry = installed()
    problem = registry.problem(given.problem)
    for size in map(int, given.sizes.split(",")):
        drawn = np.random.default_rng(SEED)
        tasks = problem.generate(drawn, given.instances, problem.sized(size, {}))
        for folder in given.folders:
            paths = sorted(folder.glob("seed-*/*.safetensors"))
            models = [load(path, registry, problem) for path in paths]
            least = max(models[0].card.recipe["loss"]["iterations"], size)
            iterations = [multiple * least for multiple in MULTIPLES]
            found = [shares(problem, model, tasks, iterations) for model in models]
            print(f"{folder.name}, size {size}, {len(models)} seeds, {len(tasks)} instances")
            for place, count in enumerate(iterations):
                seeds = [right[place] for right, _ in found]
                print(
                    f"  {count:6} iterations {np.mean(seeds):7.1%}"
                    f" ({min(seeds):.1%} to {max(seeds):.1%})"
                )
            print(f"  diverged: {sum(diverged for _, diverged in found)}", flush=True)


if __name__ == "__main__":
    main()
