"""What the engine's economies are worth, as ratios measured in one run.

OMP_NUM_THREADS=1 python benchmarks/thinking.py
"""

import resource
import statistics
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from time import perf_counter

import torch

from thinkers.certify.iterate import iterate
from thinkers.engine.loop import think
from thinkers.engine.stop import MaxIterations
from thinkers.nets import DTL, Thinker
from thinkers.problems.signature import Signature

SIGNATURE = Signature("grid", channels=3, classes=2)
ITERATIONS = 30
REPEATS = 5


def seconds(work: Callable[[], object]) -> float:
    """The median time of a few runs, after one to warm up."""
    work()
    times = []
    for _ in range(REPEATS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return statistics.median(times)


def train_step(thinker: Thinker, inputs: torch.Tensor, *, held: bool) -> None:
    """Forward and backward through all iterations."""
    with thinker.cached_weights() if held else nullcontext():
        thinker.readout(unrolled(thinker, inputs)).square().mean().backward()


@torch.inference_mode()
def forward(thinker: Thinker, inputs: torch.Tensor) -> None:
    """All iterations, and nothing else."""
    with thinker.cached_weights():
        unrolled(thinker, inputs)


def unrolled(thinker: Thinker, inputs: torch.Tensor) -> torch.Tensor:
    """The thought after all iterations."""
    thought: torch.Tensor = thinker.embed(inputs)
    recall = thinker.recall(inputs)
    return iterate(lambda thought: thinker.step(thought, recall), thought, ITERATIONS)


def peak_megabytes() -> float:
    """The process's peak memory so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    inputs = torch.rand(16, 3, 24, 24)
    held, plain = DTL.build(SIGNATURE, {}), DTL.build(SIGNATURE, {"constraint": "none"})
    once = seconds(lambda: train_step(held, inputs, held=True))
    each = seconds(lambda: train_step(held, inputs, held=False))
    free = seconds(lambda: train_step(plain, inputs, held=True))
    print(f"training step, constrained weights once / every iteration: 1 : {each / once:.2f}")
    print(f"training step, unconstrained / constrained once:           1 : {once / free:.2f}")
    thinker, board = held.eval(), torch.rand(1, 3, 61, 61)
    plainly = seconds(lambda: forward(thinker, board))
    thinker.prepare()
    print(
        f"{ITERATIONS} iterations on 61x61, compiled convolutions / torch's:  "
        f"1 : {plainly / seconds(lambda: forward(thinker, board)):.2f}"
    )
    think(thinker, inputs, MaxIterations(10))
    before = peak_megabytes()
    think(thinker, inputs, MaxIterations(300))
    grown = peak_megabytes() - before
    print(f"peak memory, 300 iterations more than 10:                  {grown:+.1f} MB")


if __name__ == "__main__":
    main()
