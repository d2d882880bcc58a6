"""Every string of up to N bits: how many does a model of prefix sums answer wrong?

OMP_NUM_THREADS=1 python benchmarks/exhaustive.py prefix_sums/proven --bits 20
"""

import argparse
from time import perf_counter

import torch
from torch import Tensor

from thinkers import installed
from thinkers.nets import Thinker

AT_ONCE = 2**14
"""Strings of a batch."""


def strings(bits: int, first: int, count: int) -> Tensor:
    """`(count, bits)` int64: the binary digits of `first` and what follows, highest first."""
    places = torch.arange(bits - 1, -1, -1)
    return (torch.arange(first, first + count)[:, None] >> places) & 1


def wrong(thinker: Thinker, given: Tensor, iterations: int) -> int:
    """How many strings `(count, bits)` are not entirely right after so many iterations."""
    scores = thinker.unrolled(given[:, None] - 0.5, iterations)  # (count, 2, bits)
    return int((scores.argmax(1) != given.cumsum(1) % 2).any(1).sum())


def main() -> None:
    """Print a line for each length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--bits", type=int, default=20)
    asked = parser.parse_args()
    registry = installed()
    model = registry.load(registry.card(asked.model))
    begin = perf_counter()
    with torch.no_grad(), model.thinker.eval().cached_weights():
        for bits in range(1, asked.bits + 1):
            iterations, count = model.card.budget.iterations((bits,)), 2**bits
            missed = sum(
                wrong(model.thinker, strings(bits, first, min(AT_ONCE, count - first)), iterations)
                for first in range(0, count, AT_ONCE)
            )
            seconds = perf_counter() - begin
            print(f"{bits} bits: {missed} of {count} wrong, after {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
