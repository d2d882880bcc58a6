"""Training steps per second against the published code's step, on the same work, in one run.

    OMP_NUM_THREADS=1 python benchmarks/training.py [--alpha 1 0.5] [--width 32] [--batch 16]
        [--draws 10] [--repeats 3] [--device cuda] [--compile] [--precision bf16-mixed]

Mazes of 24x24 pixels, M = 30 (Bansal et al. 2022 train so, at width 128 and 50 a batch). The
original and ours step in turn, with the same n and k; their losses and gradients are compared
first. On the CPU the time is that of one core, waiting left out. On a GPU our step is also timed
kernel by kernel, without its CUDA graphs; these are captured before the clock starts. With
`--compile` it is also timed with `torch.compile` for each iteration, where α = 1. Nobody's step
uses TF32.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter, process_time
from typing import Any

import numpy as np
import torch
from lightning_fabric import Fabric
from original import OriginalNet, original_loss, original_optimizer, original_weights
from thinkers_maze.params import MazeParams
from thinkers_maze.problem import Maze

from thinkers.engine.devices import pick_device
from thinkers.nets import DTL, DTR, Thinker
from thinkers.problems.batch import Batch
from thinkers.training.recipe import Loss, Recipe
from thinkers.training.step.descent import Descent
from thinkers.training.step.loss import Draw, ProgressiveLoss
from thinkers.training.step.rows import Rows, tensors

ITERATIONS, SEED = 30, 0
PIXELS = 24 * 24
PIXELS_SEEN = Maze.encodings["pixel"]
STEP_CONVOLUTIONS = 5
CHECKED, CHECKED_WIDTH, CHECKED_BATCH = Draw(iterations=8, no_grad_steps=3, grad_steps=2), 32, 4
WARM_UP = 3
"""Steps of each draw before the clock starts: a graph is captured in the second."""

Step = Callable[[int], object]


@dataclass(frozen=True)
class Work:
    """What is trained, and on what."""

    width: int
    batch: int
    device: str
    precision: Any

    def fabric(self) -> Fabric:
        """Where it is trained."""
        return Fabric(accelerator=self.device, devices=1, precision=self.precision)

    def mazes(self) -> Batch:
        """Mazes of size 9, 24x24 pixels, with their shortest paths."""
        problem, params = Maze(), MazeParams(size=9)
        instances = problem.generate(np.random.default_rng(SEED), self.batch, params)
        return PIXELS_SEEN.encode(instances, problem.label(instances))

    def build(self, thinker: type[Thinker]) -> Thinker:
        """A thinker for them."""
        return thinker.build(PIXELS_SEEN.signature, {"width": self.width})

    def recipe(self, alpha: float) -> Recipe:
        """What our step reads of a recipe."""
        data = {"count": self.batch, "params": {"size": 9}}
        return Recipe.of(
            {
                "name": "maze/benchmark",
                "problem": "maze",
                "thinker": "dt-r",
                "seed": SEED,
                "budget": {"minimum": ITERATIONS},
                "data": {"batch": self.batch, "train": [data], "validation": [data]},
                "loss": {"iterations": ITERATIONS, "alpha": alpha},
                "optimizer": {"steps": 1000, "learning_rate": 1e-4, "weight_decay": 2e-4},
                "scores": {"sizes": [9]},
            }
        )

    def flops(self, alpha: float, draws: int) -> float:
        """Operations that the step's convolutions need at least: none twice, none unused."""
        passes = 0
        for draw in map(draw_of, range(draws)):
            passes += (
                draw.no_grad_steps + 3 * draw.grad_steps
                if alpha == 1
                else 3 * ITERATIONS + draw.grad_steps
            )
        each = STEP_CONVOLUTIONS * 2 * 9 * self.width**2 * PIXELS * self.batch
        return passes / draws * each


def draw_of(number: int) -> Draw:
    """The n and k that our step of this number draws."""
    return Draw.of(Loss(iterations=ITERATIONS, alpha=1), np.random.default_rng([SEED, number]))


def our_step(
    work: Work, thinker: type[Thinker], alpha: float, graphs: bool = True, compiled: bool = False
) -> Step:
    """The step of `thinkers train`."""
    fabric, built = work.fabric(), work.build(thinker)
    if compiled:
        built.step = torch.compile(built.step)  # type: ignore[method-assign]
    descent, batch = Descent(work.recipe(alpha), built, PIXELS_SEEN, fabric), work.mazes()
    if not graphs:
        descent.gradient.graphs = None
    return lambda number: descent.step(batch, number)


def labelled(work: Work, device: str) -> Rows:
    """A batch of mazes on a device."""
    return tensors(work.mazes(), PIXELS_SEEN.signature, torch.device(device))


def labels_of(rows: Rows) -> torch.Tensor:
    """The targets of a labelled batch."""
    assert rows.targets is not None
    return rows.targets


def original_step(work: Work, alpha: float) -> Step:
    """The published code's step."""
    net = OriginalNet(work.width).to(work.device)
    optimizer = original_optimizer(net)
    rows = labelled(work, work.device)
    given = rows.inputs, rows.mask, labels_of(rows)

    def step(number: int) -> float:
        optimizer.zero_grad()
        error, _ = original_loss(net, given, alpha, ITERATIONS, draw_of(number))
        error.backward()
        optimizer.step()
        return error.item()

    return step


def deviation(work: Work, alpha: float) -> float:
    """The largest relative difference of loss and gradients, original and ours, same weights.

    Over few iterations and in float64: rounding decides which of the tiny values around a maze a
    ReLU lets through.
    """
    thinker, net = work.build(DTR).double(), OriginalNet(work.width).double()
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        weight.data.copy_(ours)
    rows = labelled(work, "cpu")
    rows = rows._replace(inputs=rows.inputs.double())
    given = rows.inputs, rows.mask, labels_of(rows)
    expected, _ = original_loss(net, given, alpha, CHECKED.iterations, CHECKED)
    expected.backward()
    found, _ = ProgressiveLoss(thinker, work.recipe(alpha).loss, "class")(rows, CHECKED)
    found.backward()
    for weight in thinker.parameters():
        weight.data = torch.zeros_like(weight) if weight.grad is None else weight.grad
    worst = float(abs(found.item() / expected.item() - 1))
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
        apart = (ours - grad).detach().norm() / grad.norm().clamp(min=1e-12)
        worst = max(worst, float(apart))
    return worst


def timed(work: Callable[[], object], device: str) -> float:
    """Seconds of one core, or of the GPU."""
    clock = process_time if device == "cpu" else perf_counter
    begin = clock()
    work()
    if device == "cuda":
        torch.cuda.synchronize()
    return clock() - begin


def seconds(steps: dict[str, Step], draws: int, repeats: int, device: str) -> dict[str, float]:
    """Mean seconds a step: of each draw the median of a few turns."""
    for step in steps.values():
        for number in [*range(draws)] * WARM_UP if device == "cuda" else [0]:
            step(number)
    times = {name: np.zeros((draws, repeats)) for name in steps}
    for number, turn in np.ndindex(draws, repeats):
        for name, step in steps.items():
            times[name][number, turn] = timed(partial(step, number), device)
    return {name: float(np.median(each, 1).mean()) for name, each in times.items()}


def matmul_peak(device: str, kind: torch.dtype) -> float:
    """Measured floating-point operations per second of matrix products of random numbers."""
    count, inner, wide = (9216, 288, 32) if device == "cpu" else (8192, 8192, 8192)
    left = torch.rand(count, inner, device=device).to(kind)
    right = torch.rand(inner, wide, device=device).to(kind)
    times = [timed(lambda: torch.mm(left, right), device) for _ in range(30)]
    return 2 * count * inner * wide / min(times)


def compare(work: Work, alphas: Sequence[float], draws: int, repeats: int, compiled: bool) -> None:
    """Print the table of speeds."""
    kind = torch.bfloat16 if work.precision == "bf16-mixed" else torch.float32
    peak = matmul_peak(work.device, kind)
    print(f"width {work.width}, {work.batch} a batch, {work.precision} on {work.device}")
    print(f"matrix-product peak, {kind}: {peak / 1e9:.0f} GFLOP/s")
    for alpha in alphas:
        worst = deviation(replace(work, width=CHECKED_WIDTH, batch=CHECKED_BATCH), alpha)
        print(f"α = {alpha}: loss and gradients differ by at most {worst:.1e} (relative norm)")
        assert worst < 1e-9, "the two steps do not do the same work"
        steps = {"original": original_step(work, alpha)}
        for thinker in (DTR, DTL):
            steps[thinker.name] = our_step(work, thinker, alpha)
            if work.device == "cuda":
                plain = our_step(work, thinker, alpha, graphs=False)
                steps[f"{thinker.name}, no graphs"] = plain
        if compiled and alpha == 1:  # the full pass takes gradients twice, a compiled step once
            steps["dt-r, compiled"] = our_step(work, DTR, alpha, compiled=True)
        found = seconds(steps, draws, repeats, work.device)
        for name, each in found.items():
            rate = work.flops(alpha, draws) / each
            print(
                f"  {name:15}{1e3 * each:9.2f} ms a step  {1 / each:7.2f} steps/s  "
                f"{rate / 1e9:8.1f} GFLOP/s = {rate / peak:4.0%} of peak  "
                f"ratio {found['original'] / each:5.2f}"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="the training step against the published code's")
    parser.add_argument("--alpha", type=float, nargs="+", default=[1.0, 0.5])
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--compile", action="store_true", help="time our step compiled, too")
    parser.add_argument("--precision", choices=["32-true", "bf16-mixed"], default="32-true")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    pick_device(options.device)
    work = Work(options.width, options.batch, options.device, options.precision)
    compare(work, options.alpha, options.draws, options.repeats, options.compile)


if __name__ == "__main__":
    main()
