"""Steps on a GPU, a few at a time: one CUDA graph, and residuals that are looked at together."""

from typing import Any

import torch
from torch import Tensor

from thinkers.nets import Thinker
from thinkers.nets.cuda_graphs import Graphs, Tensors
from thinkers.nets.norms import norms
from thinkers.nets.thinker import Stride

WINDOWS = {"cuda": 8}
"""Steps of a window by the type of device; elsewhere asking after each costs next to nothing (our
choice; not measured)."""

KEPT = 1 << 28
"""Bytes that the thoughts of a window may take; of larger ones only the last is kept, and where an
instance stops before that, the steps to it are made again (our choice)."""


def graphs_for(device: torch.device) -> Graphs | None:
    """What captures steps on a device; None where nothing does, as where casts are cached."""
    wanted = device.type == "cuda" and not torch.is_autocast_enabled(device.type)
    return Graphs() if wanted else None


class Windows:
    """Makes steps of a batch several at a time.

    On a GPU they are captured as a CUDA graph where a window comes again for the same instances.
    Graphs read weights and injections where these were, so that they live no longer than a batch.

    Args:
        thinker: In evaluation mode; its weights stay.
        device: Where it thinks.
    """

    def __init__(self, thinker: Thinker, device: torch.device) -> None:
        self.width = WINDOWS.get(device.type, 1)
        self._thinker, self._device = thinker, device
        self._recall: Any = None
        self._graphs = graphs_for(device)

    def make(self, thought: Tensor, recall: Any, count: int) -> Stride:
        """Steps, one after the other.

        Args:
            thought: As in `Thinker.step`.
            recall: As in `Thinker.step`; another object is another injection.
            count: The most steps, >= 2.
        """
        width = min(count, self.width)
        keeps = width * thought.nbytes <= KEPT

        def work(given: Tensors) -> Tensors:
            return self._steps(given["thought"], recall, width, keeps)

        if recall is not self._recall:
            self._recall, self._graphs = recall, graphs_for(self._device)
        given = {"thought": thought}
        found = self._graphs((width, keeps), work, given) if self._graphs else work(given)
        change, size = found["norms"].cpu().unflatten(0, (2, width)).numpy()
        image = found["image"].clone()  # the next window may overwrite all that was found
        thoughts = [found[str(step)] for step in range(width if keeps else 0)]
        return Stride(image, change, size, thoughts)

    def _steps(self, thought: Tensor, recall: Any, width: int, keeps: bool) -> Tensors:
        """The last thought, all of them by number where they are kept, and their norms."""
        found, changes, sizes = dict[str, Tensor](), list[Tensor](), list[Tensor]()
        for step in range(width):
            image = self._thinker.step(thought, recall)
            changes.append(norms(image - thought))  # (b,)
            sizes.append(norms(image))  # (b,)
            if keeps:
                found[str(step)] = image
            thought = image
        return {**found, "image": thought, "norms": torch.stack(changes + sizes)}
