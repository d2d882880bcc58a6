"""Data-parallel training on several devices, one process each, synchronised every step."""

import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, distributed, nn

from thinkers.engine.devices import pick_device

if TYPE_CHECKING:
    from lightning_fabric import Fabric


def launch(device: str, devices: int, precision: str) -> "Fabric":
    """Start the processes; each continues from here, this one as rank 0.

    Args:
        device: `auto`, `cpu` or `cuda`.
        devices: How many of them, >= 1.
        precision: As Fabric names it.
    """
    _do_without_a_temporary_folder()
    from lightning_fabric import Fabric

    kind = pick_device(device).type
    if devices > 1:
        logging.getLogger("lightning_fabric").setLevel(logging.WARNING)
    fabric = Fabric(accelerator=kind, devices=devices, precision=precision)  # type: ignore[arg-type]
    fabric.launch()
    return fabric


def begins_first() -> bool:
    """Whether this process will be of rank 0, known before `launch`."""
    return all(os.environ.get(name, "0") == "0" for name in ("RANK", "LOCAL_RANK"))


def _do_without_a_temporary_folder() -> None:
    """Where no temporary folder can be written, name torch another before it is imported whole.

    Its importing wants the cache folder of a compiler to exist, which is never used here: any
    folder that does will do.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(Path.cwd()))


def first_process() -> bool:
    """Whether this process is of rank 0: the one that writes, prints and publishes."""
    return not distributed.is_initialized() or distributed.get_rank() == 0


def mean(fabric: "Fabric", value: Tensor) -> Tensor:
    """The mean of a tensor over the processes; not finite where any is not."""
    every = fabric.all_reduce(value.detach().clone(), reduce_op="mean")
    assert isinstance(every, Tensor)
    return every


def average(fabric: "Fabric", module: nn.Module) -> None:
    """All-reduce gradients and statistics to their means over the processes, in one message.

    DDP's own averaging does not allow that a step leaves weights unused, as one does whose first
    thoughts are reached without gradient, and leaves each process its own batch statistics. All
    processes must leave the same weights unused.
    """
    if fabric.world_size == 1:
        return
    gradients = [weight.grad for weight in module.parameters() if weight.grad is not None]
    own = [*gradients, *(each for each in module.buffers() if each.is_floating_point())]
    joined = mean(fabric, torch.cat([each.flatten() for each in own]))  # (all of them,)
    for each, part in zip(own, joined.split([each.numel() for each in own]), strict=True):
        each.copy_(part.view_as(each))


def any_of(fabric: "Fabric", here: bool) -> bool:
    """Whether something is true in any process; all get the same answer."""
    if fabric.world_size == 1:
        return here
    every = fabric.all_reduce(torch.tensor(float(here), device=fabric.device), reduce_op="max")
    return bool(every)
