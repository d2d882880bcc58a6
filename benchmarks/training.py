"""Training steps per second against the published code's step, on the same work, in one run.

    OMP_NUM_THREADS=1 python benchmarks/training.py [--alpha 1 0.5] [--draws 10]
        [--repeats 3] [--device cuda]

Mazes of 24x24 pixels, width 32, 16 a batch, M = 30 (Bansal et al. 2022 train so, but for the
width). The original and ours step in turn, with the same n and k; their losses and gradients are
compared first. On the CPU the time is that of one core, waiting left out.
"""

import argparse
from collections.abc import Callable, Sequence
from time import perf_counter, process_time

import numpy as np
import torch
from lightning_fabric import Fabric
from original import OriginalNet, original_loss, original_optimizer, original_weights
from thinkers_maze.problem import Maze, MazeParams

from thinkers.nets import DTL, DTR, Thinker
from thinkers.problem import Batch
from thinkers.training.descending.descent import Descent
from thinkers.training.descending.loss import Draw, ProgressiveLoss
from thinkers.training.recipe import Loss, Recipe
from thinkers.training.validation import tensors

WIDTH, BATCH, ITERATIONS, SEED = 32, 16, 30, 0
PIXELS = 24 * 24
STEP_CONVOLUTIONS = 5
CHECKED = Draw(iterations=8, free=3, graded=2)

Step = Callable[[int], object]


def mazes() -> Batch:
    """16 mazes of size 9, 24x24 pixels, with their shortest paths."""
    problem, params = Maze(), MazeParams(size=9)
    instances = problem.generate(np.random.default_rng(SEED), BATCH, params)
    return problem.encode(instances, "pixel", problem.label(instances))


def build(thinker: type[Thinker]) -> Thinker:
    """A thinker for them."""
    return thinker.build(Maze.encodings["pixel"], {"width": WIDTH})


def recipe(**loss: float | None) -> Recipe:
    """What our step reads of a recipe."""
    data = {"count": BATCH, "params": {"size": 9}}
    return Recipe.of(
        {
            "name": "maze/benchmark",
            "problem": "maze",
            "thinker": "dt-r",
            "seed": SEED,
            "budget": {"minimum": ITERATIONS},
            "data": {"batch": BATCH, "train": [data], "validation": [data]},
            "loss": {"iterations": ITERATIONS, **loss},
            "optimizer": {"steps": 1000, "learning_rate": 1e-4, "weight_decay": 2e-4},
            "scores": {"sizes": [9]},
        }
    )


def draw_of(number: int) -> Draw:
    """The n and k that our step of this number draws."""
    return Draw.of(Loss(iterations=ITERATIONS, alpha=1), np.random.default_rng([SEED, number]))


def our_step(thinker: Thinker, batch: Batch, device: str, **loss: float | None) -> Step:
    """The step of `thinkers train`."""
    fabric = Fabric(accelerator=device, devices=1)
    descent = Descent(recipe(**loss), thinker, "class", fabric)
    return lambda number: descent.step(batch, number)


def original_step(batch: Batch, device: str, alpha: float) -> Step:
    """The published code's step."""
    net = OriginalNet(WIDTH).to(device)
    optimizer = original_optimizer(net)
    rows = tensors(batch, torch.device(device))[:3]

    def step(number: int) -> float:
        optimizer.zero_grad()
        error, _ = original_loss(net, rows, alpha, ITERATIONS, draw_of(number))
        error.backward()
        optimizer.step()
        return error.item()

    return step


def deviation(batch: Batch, alpha: float) -> float:
    """The largest relative difference of loss and gradients, original and ours, same weights.

    Over few iterations and in float64: rounding decides which of the tiny values around a maze a
    ReLU lets through.
    """
    thinker, net = build(DTR).double(), OriginalNet(WIDTH).double()
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        weight.data.copy_(ours)
    rows = tensors(batch, torch.device("cpu"))
    rows = rows._replace(inputs=rows.inputs.double())
    expected, _ = original_loss(net, rows[:3], alpha, CHECKED.iterations, CHECKED)
    expected.backward()
    found, _ = ProgressiveLoss(thinker, recipe(alpha=alpha).loss, "class")(rows, CHECKED)
    found.backward()
    for weight in thinker.parameters():
        weight.data = torch.zeros_like(weight) if weight.grad is None else weight.grad
    worst = abs(found.item() / expected.item() - 1)
    for weight, ours in zip(net.parameters(), original_weights(thinker), strict=True):
        grad = torch.zeros_like(weight) if weight.grad is None else weight.grad
        worst = max(worst, ((ours - grad).norm() / grad.norm().clamp(min=1e-12)).item())
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
        step(0)
    times = {name: np.zeros((draws, repeats)) for name in steps}
    for number, turn in np.ndindex(draws, repeats):
        for name, step in steps.items():
            times[name][number, turn] = timed(lambda step=step, n=number: step(n), device)
    return {name: float(np.median(each, 1).mean()) for name, each in times.items()}


def matmul_peak(device: str) -> float:
    """Measured floating-point operations per second of matrix products, float32."""
    count, inner, wide = (9216, 288, 32) if device == "cpu" else (8192, 8192, 8192)
    left, right = torch.rand(count, inner, device=device), torch.rand(inner, wide, device=device)
    times = [timed(lambda: torch.mm(left, right), device) for _ in range(30)]
    return 2 * count * inner * wide / min(times)


def flops(alpha: float, draws: int) -> float:
    """Operations that the step's convolutions need at least: none computed twice, none unused."""
    passes = 0
    for draw in map(draw_of, range(draws)):
        passes += draw.free + 3 * draw.graded if alpha == 1 else 3 * ITERATIONS + draw.graded
    return passes / draws * STEP_CONVOLUTIONS * 2 * 9 * WIDTH**2 * PIXELS * BATCH


def compare(alphas: Sequence[float], draws: int, repeats: int, device: str) -> None:
    """Print the table of speeds."""
    batch, peak = mazes(), matmul_peak(device)
    print(f"matrix-product peak, float32: {peak / 1e9:.0f} GFLOP/s")
    for alpha in alphas:
        worst = deviation(batch, alpha)
        print(f"α = {alpha}: loss and gradients differ by at most {worst:.1e} (relative norm)")
        assert worst < 1e-9, "the two steps do not do the same work"
        steps = {"original": original_step(batch, device, alpha)}
        for kind in (DTR, DTL):
            steps[kind.name] = our_step(build(kind), batch, device, alpha=alpha)
        found = seconds(steps, draws, repeats, device)
        for name, each in found.items():
            rate = flops(alpha, draws) / each
            print(
                f"  {name:9}{each:7.3f} s a step  {1 / each:6.2f} steps/s  "
                f"{rate / 1e9:7.1f} GFLOP/s = {rate / peak:4.0%} of peak  "
                f"ratio {found['original'] / each:5.2f}"
            )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="the training step against the published code's")
    parser.add_argument("--alpha", type=float, nargs="+", default=[1.0, 0.5])
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    compare(options.alpha, options.draws, options.repeats, options.device)


if __name__ == "__main__":
    main()
