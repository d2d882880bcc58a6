"""The sample pool: instances that persist over batches, each with its hidden state.

After the sample pool of Mordvintsev, Randazzo, Niklasson & Levin 2020 ("Growing neural cellular
automata", Distill): what meets its own thoughts of long ago in training learns to keep them.
"""

from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.training.step.rows import Carried, Rows

Places = NDArray[np.int64] | slice
"""Of instances in a pool."""


class Pool:
    """A sample pool of instances of one shape; all randomness comes from the generators passed in.

    Args:
        most: How many instances live at once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._tensors: dict[str, Tensor] = {}
        self._fresh = np.zeros(0, bool)  # (instances,), which have no thought: a GPU is not asked

    def __len__(self) -> int:
        return len(self._tensors.get("inputs", ()))

    def admit(self, rows: Rows, rng: np.random.Generator) -> None:
        """Add new instances; where there is no room, they replace random others."""
        count = min(len(rows.inputs), self.most)
        new = {name: value[:count] for name, value in rows.given().items()}
        new["iterations"] = torch.zeros(count, dtype=torch.int64, device=rows.inputs.device)
        if "thought" in self._tensors:
            thought = self._tensors["thought"]
            new["thought"] = thought.new_zeros(count, *thought.shape[1:])
        fresh = np.ones(count, bool)  # (count,)
        if len(self):
            staying = rng.permutation(len(self))[: self.most - count]
            stay = torch.from_numpy(staying).to(rows.inputs.device)
            new = {name: torch.cat([self._tensors[name][stay], new[name]]) for name in new}
            fresh = np.concatenate([self._fresh[staying], fresh])
        self._tensors, self._fresh = new, fresh

    def some(self, count: int, rng: np.random.Generator) -> Places:
        """The indices of `count` random instances; of all, in order, where there are no more."""
        return slice(None) if count >= len(self) else rng.permutation(len(self))[:count]

    def part(self, places: Places) -> tuple[Rows, Carried | None]:
        """The instances at some indices, with their hidden states; None before any has one."""
        there = self._there(places)
        here = {name: value[there] for name, value in self._tensors.items()}
        iterations, thought = here.pop("iterations"), here.pop("thought", None)
        if thought is None:
            return Rows(**here), None
        return Rows(**here), Carried(thought, iterations, fresh=bool(self._fresh[places].any()))

    def keep(self, places: Places, carried: Carried) -> None:
        """Store the hidden states of the instances at some indices."""
        mine, there = self._tensors, self._there(places)
        if "thought" not in mine:
            mine["thought"] = carried.thought.new_zeros(len(self), *carried.thought.shape[1:])
        mine["thought"][there] = carried.thought
        mine["iterations"][there] = carried.iterations
        self._fresh[places] = False

    def _there(self, places: Places) -> Tensor | slice:
        """The places on the device."""
        if isinstance(places, slice):
            return places
        return torch.from_numpy(places).to(self._tensors["inputs"].device)

    def state(self) -> dict[str, Tensor]:
        """The pool's tensors by name."""
        return self._tensors

    def load(self, state: Mapping[str, Tensor], device: torch.device) -> None:
        """Restore what `state` gave."""
        self._tensors = {name: value.to(device) for name, value in state.items()}
        self._fresh = (state["iterations"] == 0).cpu().numpy()
