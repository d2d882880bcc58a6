"""Several seeds trained at once, their weights stacked, against one after another, in one run.

    OMP_NUM_THREADS=1 python benchmarks/seeds.py [--seeds 4] [--device cuda]

Loss and gradients of DT-R over five iterations: `torch.func.vmap` over stacked weights makes
grouped convolutions. Above 1 the stack is faster.
"""

import argparse
from collections.abc import Callable
from statistics import median
from time import perf_counter, process_time

import torch
from torch import Tensor
from torch.func import functional_call, grad_and_value, stack_module_state, vmap
from torch.nn import functional

from thinkers.nets import DTR
from thinkers.nets.kernels.convolution import compile_convolutions
from thinkers.problems.signature import Signature

ITERATIONS, REPEATS = 5, 3
CASES = {
    "prefix sums, 32 bits, batch 100": (Signature("sequence", 1, 2), (100, 1, 32)),
    "prefix sums, 32 bits, batch 10": (Signature("sequence", 1, 2), (10, 1, 32)),
    "mazes, 24x24, batch 16": (Signature("grid", 3, 2), (16, 3, 24, 24)),
}


class Unrolled(torch.nn.Module):
    """The loss after all iterations."""

    def __init__(self, thinker: DTR) -> None:
        super().__init__()
        self.thinker = thinker

    def forward(self, inputs: Tensor, targets: Tensor) -> Tensor:
        """A scalar."""
        return functional.cross_entropy(self.thinker.unrolled(inputs, ITERATIONS), targets)


def seconds(works: dict[str, Callable[[], object]], device: str) -> dict[str, float]:
    """The median time of each, taken in turn; on the CPU that of one core."""
    clock = process_time if device == "cpu" else perf_counter
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(REPEATS + 1):
        for name, work in works.items():
            begin = clock()
            work()
            if device == "cuda":
                torch.cuda.synchronize()
            if turn:
                times[name].append(clock() - begin)
    return {name: median(each) for name, each in times.items()}


def compare(signature: Signature, shape: tuple[int, ...], seeds: int, device: str) -> float:
    """How many times faster the stack is."""
    models = [Unrolled(DTR.build(signature, {})).to(device) for _ in range(seeds)]
    inputs = torch.rand(seeds, *shape, device=device)
    targets = torch.randint(0, 2, (seeds, shape[0], *shape[2:]), device=device)
    weights, _ = stack_module_state(models)
    template = Unrolled(DTR.build(signature, {})).to(device)

    def loss(weights: dict[str, Tensor], inputs: Tensor, targets: Tensor) -> Tensor:
        value: Tensor = functional_call(template, weights, (inputs, targets))
        return value

    stacked = vmap(grad_and_value(loss))

    def in_turn() -> None:
        for model, one, target in zip(models, inputs, targets, strict=True):
            model.zero_grad()
            model(one, target).backward()

    def at_once() -> None:
        stacked(weights, inputs, targets)

    for model in models:
        compile_convolutions(model)
    found = seconds({"in turn": in_turn, "at once": at_once}, device)
    return found["in turn"] / found["at once"]


def main() -> None:
    """Print one ratio a case."""
    parser = argparse.ArgumentParser(description="seeds at once against one after another")
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    for name, (signature, shape) in CASES.items():
        ratio = compare(signature, shape, options.seeds, options.device)
        print(f"{name:32} {options.seeds} seeds: one after another / at once = {ratio:.2f}")


if __name__ == "__main__":
    main()
