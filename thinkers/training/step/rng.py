"""Random number states: computing a gradient again with the same noise and buffers."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

T = TypeVar("T")


def seed(device: torch.device, number: int) -> None:
    """Seed the generators of the CPU and of this device, those of no other kind."""
    torch.default_generator.manual_seed(number)
    if device.type == "cuda":
        torch.cuda.manual_seed(number)


def repeatable(
    gradient: Callable[[], T], module: nn.Module, device: torch.device
) -> tuple[T, Callable[[], T]]:
    """The result of `gradient`, and a function that computes it again from the same states.

    The second call meets the same noise and the same buffers (running means of norms, vectors of
    power iterations), and leaves both as the first one did.
    """
    source = torch.cuda if device.type == "cuda" else torch
    noise, buffers = source.get_rng_state(), list(module.buffers())
    before = [buffer.clone() for buffer in buffers]
    result = gradient()
    after = [buffer.clone() for buffer in buffers]

    def again() -> T:
        source.set_rng_state(noise)
        _write(buffers, before)
        repeated = gradient()
        _write(buffers, after)
        return repeated

    return result, again


@torch.no_grad()
def _write(tensors: Sequence[Tensor], values: Sequence[Tensor]) -> None:
    for tensor, value in zip(tensors, values, strict=True):
        tensor.copy_(value)
