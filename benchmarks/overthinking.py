"""Who overthinks: answers entirely right after more and more iterations, seed by seed.

    thinkers train prefix_sums --recipe dt-l --seeds 0-9 --out runs/dt-l
    thinkers train prefix_sums --recipe dt-r --seeds 0-9 --out runs/dt-r
    python benchmarks/overthinking.py prefix_sums --sizes 32,512 --instances 100 runs/dt-?

A folder is one of `--seeds`. Given for each is the mean share over its seeds, with the lowest and
the highest; seeds that are missing diverged in training. Iterations are multiples of those of
the training, M; nothing stops early. `diverged` counts thoughts that ceased to be finite.
"""

from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import torch

from thinkers.engine.stop import MaxIterations
from thinkers.models.card import ModelCard
from thinkers.models.store import Model
from thinkers.registry.registry import Registry, installed
from thinkers.scoring.evaluating import evaluate

MULTIPLES = (1, 2, 4, 10)
SEED = 1


def models_of(folder: Path, registry: Registry) -> list[Model]:
    """The models of a folder of `--seeds`, by number of the seed."""
    paths = sorted(folder.glob("seed-*/*.safetensors"))
    return [registry.load(ModelCard.read(path)) for path in paths]


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
        for folder in given.folders:
            models = models_of(folder, registry)
            least = max(models[0].card.recipe["loss"]["iterations"], size)
            print(f"{folder.name}, size {size}, {len(models)} seeds, {given.instances} instances")
            for count in (multiple * least for multiple in MULTIPLES):
                found = [
                    evaluate(
                        problem, model, size, given.instances, stop=MaxIterations(count), seed=SEED
                    )
                    for model in models
                ]
                seeds = [each.feasible or 0.0 for each in found]
                print(
                    f"  {count:6} iterations {np.mean(seeds):7.1%}"
                    f" ({min(seeds):.1%} to {max(seeds):.1%})"
                )
            diverged = sum(each.stopped_by.get("diverged", 0) for each in found)
            print(f"  diverged: {diverged}", flush=True)


if __name__ == "__main__":
    main()
