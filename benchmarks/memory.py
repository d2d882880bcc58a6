"""Peak memory of a training step against its iterations, for each way to the gradient.

    OMP_NUM_THREADS=1 python benchmarks/memory.py

Mazes of 24x24 pixels, 4 a batch, DT-CP of width 32, all M iterations with gradient or, at a fixed
point, M iterations to it and M more back. Each number is of a process of its own: what its peak of
resident memory exceeds that of a step of one iteration by.
"""

import os
import resource
import subprocess
import sys
from typing import Any

import torch
from training import SEED, build, mazes, our_step

from thinkers.nets import DTCP

BATCH = 4
ITERATIONS = (30, 100, 300)
SHRINKING = os.environ | {"MALLOC_MMAP_THRESHOLD_": "65536"}
"""glibc then gives freed thoughts back; else holes between small allocations grow with M."""

UNSETTLED = 1e-30
"""A tolerance that is never met, so that all M iterations are made."""


def ways(iterations: int) -> dict[str, dict[str, Any]]:
    """What the recipe's loss says, by way."""
    return {
        "unrolled": {"least_graded": iterations},
        "checkpoint": {"least_graded": iterations, "checkpoint": round(iterations**0.5)},
        "phantom": {"gradient": "phantom", "tolerance": UNSETTLED},
        "implicit": {"gradient": "implicit", "tolerance": UNSETTLED},
    }


def peak(way: str, iterations: int) -> float:
    """Megabytes that a step of M iterations needs more than a step of one."""
    batch, found = mazes(BATCH), []
    for count in (1, iterations):
        our_step(build(DTCP), batch, "cpu", alpha=1, iterations=count, **ways(count)[way])(0)
        found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return found[1] - found[0]


def measured(way: str, iterations: int) -> float:
    """The same, in a process of its own."""
    child = [sys.executable, __file__, way, str(iterations)]
    run = subprocess.run(child, env=SHRINKING, capture_output=True, text=True, check=True)
    return float(run.stdout)


def main() -> None:
    """Print the table, as docs/training.md has it."""
    print("| gradient | " + " | ".join(f"M = {each}" for each in ITERATIONS) + " |")
    print("|---" * (len(ITERATIONS) + 1) + "|")
    whole = [measured("unrolled", each) for each in ITERATIONS]
    for way in ways(1):
        found = [measured(way, each) for each in ITERATIONS] if way != "unrolled" else whole
        cells = [f"{mb:.0f} MB ({mb / of:.1%})" for mb, of in zip(found, whole, strict=True)]
        print(f"| {way} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    if len(sys.argv) > 1:
        print(peak(sys.argv[1], int(sys.argv[2])))
    else:
        main()
