"""Training steps per second against the published code's step, on the same work, in one run.

    OMP_NUM_THREADS=1 python benchmarks/training.py [--draws 10] [--repeats 3]
    OMP_NUM_THREADS=1 python benchmarks/training.py --memory

Mazes of 24x24 pixels, width 32, 16 a batch, M = 30 (deep-thinking.md, chapter 2). Every step is
timed (CPU time: cores are shared) for the original and for ours in turn, same n and k; losses and gradients are
compared first. With `--memory`: peak memory against iterations, each in a process of its own.
"""

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

import numpy as np
import torch
from original import (
    OriginalNet,
    original_loss,
    original_optimizer,
    original_weights,
)
from thinkers_maze.problem import Maze, MazeParams
from torch import Tensor

from thinkers.nets import DTL, DTR, Thinker
from thinkers.training.loss import Draw, ProgressiveLoss
from thinkers.training.optimizers import build_optimizer
from thinkers.training.recipe import Loss, Optimizer

WIDTH, BATCH, ITERATIONS = 32, 16, 30
SETTINGS = Optimizer(steps=1, learning_rate=1e-4, weight_decay=2e-4)
Step = Callable[[Draw], float]
MazeBatch = tuple[Tensor, Tensor, Tensor]


def mazes() -> MazeBatch:
    """Inputs, mask and targets of 16 mazes of size 9: 24x24 pixels."""
    problem, params = Maze(), MazeParams(size=9)
    instances = problem.generate(np.random.default_rng(0), BATCH, params)
    batch = problem.encode(instances, "pixel", problem.label(instances))
    return tuple(map(torch.from_numpy, (batch.inputs, batch.mask, batch.targets)))


def our_step(thinker: Thinker, batch: MazeBatch, alpha: float, iterations: int) -> Step:
    """Our step, as `thinkers train` takes it."""
    loss = ProgressiveLoss(thinker, Loss(iterations=iterations, alpha=alpha), "class")
    optimizer = build_optimizer(loss, SETTINGS)

    def step(draw: Draw) -> float:
        optimizer.zero_grad()
        error = loss(*batch, draw)
        error.backward()
        optimizer.step()
        return error.item()

    return step


def original_step(batch: MazeBatch, alpha: float) -> Step:
    """The published code's step."""
    net = OriginalNet(WIDTH)
    optimizer = original_optimizer(net)

    def step(draw: Draw) -> float:
        optimizer.zero_grad()
        error, _ = original_loss(net, batch, alpha, ITERATIONS, draw)
        error.backward()
        optimizer.step()
        return error.item()

    return step


def deviation(batch: MazeBatch, alpha: float, draw: Draw) -> float:
    """The largest relative difference of loss and gradients, original and ours, same weights."""
    thinker, net = DTR.build(Maze.encodings["pixel"], {"width": WIDTH}), OriginalNet(WIDTH)
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        weight.data.copy_(ours)
    expected, _ = original_loss(net, batch, alpha, ITERATIONS, draw)
    expected.backward()
    loss = ProgressiveLoss(thinker, Loss(iterations=ITERATIONS, alpha=alpha), "class")
    found = loss(*batch, draw)
    found.backward()
    for weight in thinker.parameters():
        weight.data = torch.zeros_like(weight) if weight.grad is None else weight.grad
    worst = abs(found.item() / expected.item() - 1)
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
        worst = max(worst, ((ours - grad).norm() / grad.norm().clamp(min=1e-12)).item())
    return worst


def seconds(steps: dict[str, Step], draws: list[Draw], repeats: int) -> dict[str, float]:
    """Mean CPU seconds a step: per draw the median of a few turns, steps taken in turn."""
    for step in steps.values():
        step(Draw(1, 1))
    total = dict.fromkeys(steps, 0.0)
    for draw in draws:
        times: dict[str, list[float]] = {name: [] for name in steps}
        for _ in range(repeats):
            for name, step in steps.items():
                begin = process_time()
                step(draw)
                times[name].append(process_time() - begin)
        for name in steps:
            total[name] += median(times[name]) / len(draws)
    return total


def matmul_peak() -> float:
    """Measured floating-point operations per second of a matrix product, float32."""
    left, right = torch.rand(9216, 288), torch.rand(288, 32)
    times = []
    for _ in range(30):
        begin = process_time()
        torch.mm(left, right)
        times.append(process_time() - begin)
    return 2 * 9216 * 288 * 32 / min(times)


def flops(alpha: float, draws: list[Draw]) -> float:
    """Floating-point operations of the step's convolutions, on average, as the loss asks for."""
    passes = 0.0
    for draw in draws:
        progressive = 3 * draw.graded + (draw.free if alpha == 1 else 0)
        passes += (progressive + (3 * ITERATIONS if alpha < 1 else 0)) / len(draws)
    return passes * 5 * 2 * 9 * WIDTH**2 * 24 * 24 * BATCH


def compare(draws: list[Draw], repeats: int) -> None:
    """Print the table of speeds."""
    batch, peak = mazes(), matmul_peak()
    print(f"matrix-product peak: {peak / 1e9:.0f} GFLOP/s")
    for alpha in (1.0, 0.5):
        worst = deviation(batch, alpha, Draw(7, 5))
        print(f"α = {alpha}: loss and gradients differ by at most {worst:.1e} (relative norm)")
        steps = {"original": original_step(batch, alpha)}
        for thinker in (DTR, DTL):
            built = thinker.build(Maze.encodings["pixel"], {"width": WIDTH})
            steps[thinker.name] = our_step(built, batch, alpha, ITERATIONS)
        found = seconds(steps, draws, repeats)
        for name, each in found.items():
            rate = flops(alpha, draws) / each
            print(
                f"  {name:9} {each:7.3f} s a step   {1 / each:6.2f} steps/s   "
                f"{rate / 1e9:6.1f} GFLOP/s = {rate / peak:4.0%} of peak   "
                f"ratio {found['original'] / each:5.2f}"
            )


def peak_memory(iterations: int) -> float:
    """Megabytes that one process needs for a step over all iterations more than for one."""
    torch.set_num_threads(1)
    thinker = DTR.build(Maze.encodings["pixel"], {"width": WIDTH})
    our_step(thinker, mazes(), 0.0, 1)(Draw(0, 1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    our_step(thinker, mazes(), 0.0, iterations)(Draw(0, 1))
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def memory() -> None:
    """Print peak memory against iterations."""
    for iterations in (30, 100, 300):
        run = [sys.executable, __file__, "--child", str(iterations)]
        found = subprocess.run(run, capture_output=True, text=True, check=True).stdout
        print(f"M = {iterations:3}: {float(found):7.0f} MB")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    if options.child:
        print(peak_memory(options.child))
    elif options.memory:
        memory()
    else:
        rng = np.random.default_rng(0)
        settings = Loss(iterations=ITERATIONS, alpha=1)
        compare([Draw.of(settings, rng) for _ in range(options.draws)], options.repeats)


if __name__ == "__main__":
    main()
