"""How far thinkers extrapolate, seed by seed: answers entirely right at larger and larger sizes.

    thinkers train prefix_sums --recipe dt-os --seeds 0-9 --out runs/dt-os
    python benchmarks/lengths.py prefix_sums --sizes 64:100,512:100,4096:5 runs/dt-os

A folder is one of `--seeds`; a size has its number of instances behind it. Given is the mean share
over the seeds, with the lowest and the highest, each model stopping by its own rule. A seed that
has none right at one size counts as having none at the next, and is not measured there.
"""

from argparse import ArgumentParser
from pathlib import Path

import numpy as np
import torch
from overthinking import SEED, models_of

from thinkers.registry.registry import installed
from thinkers.scoring.evaluating import evaluate


def main() -> None:
    """Print a line for each folder and size."""
    parser = ArgumentParser()
    parser.add_argument("problem")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--sizes", required=True)
    given = parser.parse_args()
    torch.set_num_threads(1)
    registry = installed()
    problem = registry.problem(given.problem)
    for folder in given.folders:
        models = models_of(folder, registry)
        shares = np.ones(len(models))
        print(f"{folder.name}, {len(models)} seeds")
        for size, count in (map(int, pair.split(":")) for pair in given.sizes.split(",")):
            for number in np.flatnonzero(shares):
                found = evaluate(problem, models[number], size, count, seed=SEED)
                shares[number] = found.feasible
            print(
                f"  {size:6} {shares.mean():7.1%} ({shares.min():.1%} to {shares.max():.1%})"
                f"  {np.count_nonzero(shares >= 0.95)} seeds with 95 % and more",
                flush=True,
            )


if __name__ == "__main__":
    main()
