"""Choosing where to compute, and with how many threads."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from thinkers.errors import ConfigError, DeviceError


def pick_device(name: str) -> torch.device:
    """The device of that name; `auto` takes a GPU when there is one.

    TF32 is switched off: it is known to wreck the values of Lipschitz-constrained nets.

    Raises:
        DeviceError: The device is not there.
        ConfigError: The name means nothing.
    """
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if not re.fullmatch(r"cpu|cuda(:\d+)?", name):
        raise ConfigError(f"unknown device {name!r}", "use auto, cpu or cuda")
    device = torch.device(name)
    if device.type == "cuda":
        if not torch.cuda.is_available():
            raise DeviceError("no CUDA device is available", "use --device auto or --device cpu")
        if (device.index or 0) >= torch.cuda.device_count():
            raise DeviceError(f"there is no device {name}", "use --device cuda")
    return device


MAX_THREADS = 256
"""More threads than this are a slip of the hand; some thousand end the process."""


def use_threads(count: int) -> None:
    """Compute with `count` threads; small recurrent nets are fastest with one.

    Raises:
        ConfigError: `count` is below 1, or more than any machine is helped by.
    """
    if not 1 <= count <= MAX_THREADS:
        raise ConfigError(f"expected 1 to {MAX_THREADS} threads, got {count}")
    torch.set_num_threads(count)


@contextmanager
def threads_set_to(count: int) -> Iterator[None]:
    """Compute with `count` threads, and afterwards with as many as before."""
    before = torch.get_num_threads()
    use_threads(count)
    try:
        yield
    finally:
        use_threads(before)
