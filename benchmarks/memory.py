"""Peak memory of a loss and its gradient against iterations, for each way to the gradient.

    OMP_NUM_THREADS=1 python benchmarks/memory.py

DT-CP of width 32 on 4 grids of 24x24 random numbers. All M iterations have a gradient; at a fixed
point M iterations go there, and under `implicit` M more back. Each number is of a process of its
own: what its peak of resident memory exceeds that of M = 1, the same way, by. The constant part,
such as the five steps with gradient under `phantom`, is not in it.
"""

import argparse
import os
import resource
import subprocess
import sys
from typing import Any

import torch

from thinkers.nets import DTCP
from thinkers.problems.signature import Signature
from thinkers.training.recipe import Loss
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import Rows

ITERATIONS = (30, 100, 300)
SHRINKING = os.environ | {"MALLOC_MMAP_THRESHOLD_": "65536"}
"""glibc then gives freed thoughts back; else holes between small allocations grow with M."""

UNSETTLED = 1e-30
"""A tolerance that is never met, so that all M iterations are made."""


def ways(iterations: int) -> dict[str, dict[str, Any]]:
    """What the recipe's loss says, by way."""
    return {
        "unrolled": {},
        "checkpoint": {"checkpoint": round(iterations**0.5)},
        "phantom": {"gradient": "phantom", "tolerance": UNSETTLED},
        "implicit": {"gradient": "implicit", "tolerance": UNSETTLED},
    }


def descend(way: str, iterations: int) -> None:
    """A loss after M iterations, and its gradient."""
    torch.manual_seed(0)
    thinker = DTCP.build(Signature("grid", channels=3, classes=2), {})
    settings = Loss(iterations=iterations, alpha=1, **ways(iterations)[way])
    inputs, targets = torch.randn(4, 3, 24, 24), torch.randint(2, (4, 24, 24))
    mask = torch.ones(4, 24, 24, dtype=torch.bool)
    with thinker.cached_weights():
        loss, _ = ProgressiveLoss(thinker, settings, "class")(
            Rows(inputs, mask, targets), Draw(iterations, no_grad_steps=0, grad_steps=iterations)
        )
        loss.backward()


def peak(way: str, iterations: int) -> float:
    """Megabytes that M iterations need more than one."""
    found = []
    for count in (1, iterations):
        descend(way, count)
        found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found[1] - found[0]


def measured(way: str, iterations: int) -> float:
    """The same, in a process of its own."""
    child = [sys.executable, __file__, way, str(iterations)]
    run = subprocess.run(child, env=SHRINKING, capture_output=True, text=True, check=True)
    return float(run.stdout)


def main() -> None:
    """Print the table: megabytes, and their share of what unrolled iterations need."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", nargs="?", help="of one number, in a process of its own")
    parser.add_argument("iterations", nargs="?", type=int, default=1)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    if asked.way is not None:
        print(peak(asked.way, asked.iterations))
        return
    print("| gradient | " + " | ".join(f"M = {each}" for each in ITERATIONS) + " |")
    print("|---" * (len(ITERATIONS) + 1) + "|", flush=True)
    whole: list[float] = []
    for way in ways(1):
        found = [measured(way, each) for each in ITERATIONS]
        whole = whole or found
        cells = [f"{mb:.0f} MB, {mb / of:.0%}" for mb, of in zip(found, whole, strict=True)]
        print(f"| {way} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
