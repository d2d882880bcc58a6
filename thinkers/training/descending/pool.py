"""Thoughts that live on: a pool of instances, each with the thought that it has come to.

After the sample pool of Mordvintsev, Randazzo, Niklasson & Levin 2020 ("Growing neural cellular
automata", Distill): what meets its own thoughts of long ago in training learns to keep them.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from thinkers.training.descending.loss import Carried, Rows


class Pool:
    """At most so many instances of one shape. All chance comes from the generators passed in.

    Args:
        most: How many instances live at once.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._tensors: dict[str, Tensor] = {}

    def __len__(self) -> int:
        return len(self._tensors.get("inputs", ()))

    def admit(self, rows: Rows, rng: np.random.Generator) -> None:
        """Take in new instances; where there is no room, random others leave."""
        count = min(len(rows.inputs), self.most)
        new = {name: value[:count] for name, value in rows.given().items()}
        new["iterations"] = torch.zeros(count, dtype=torch.int64, device=rows.inputs.device)
        if "thought" in self._tensors:
            thought = self._tensors["thought"]
            new["thought"] = thought.new_zeros(count, *thought.shape[1:])
        if len(self):
            staying = rng.permutation(len(self))[: self.most - count]
            stay = torch.from_numpy(staying).to(rows.inputs.device)
            new = {name: torch.cat([self._tensors[name][stay], new[name]]) for name in new}
        self._tensors = new

    def some(self, count: int, rng: np.random.Generator) -> Tensor:
        """The places of random instances, `(count,)`; of all, in order, where there are no more."""
        all_of_them = count >= len(self)
        chosen = np.arange(len(self)) if all_of_them else rng.permutation(len(self))[:count]
        return torch.from_numpy(chosen).to(self._tensors["inputs"].device)

    def part(self, places: Tensor) -> tuple[Rows, Carried | None]:
        """The instances there, with their thoughts; None before any has one."""
        here = {name: value[places] for name, value in self._tensors.items()}
        iterations, thought = here.pop("iterations"), here.pop("thought", None)
        return Rows(**here), None if thought is None else Carried(thought, iterations)

    def keep(self, places: Tensor, carried: Carried) -> None:
        """Write down the thoughts that the instances there have come to."""
        mine = self._tensors
        if "thought" not in mine:
            mine["thought"] = carried.thought.new_zeros(len(self), *carried.thought.shape[1:])
        mine["thought"][places] = carried.thought
        mine["iterations"][places] = carried.iterations

    def state(self) -> dict[str, Tensor]:
        """All that lives here."""
        return self._tensors

    def load(self, state: Mapping[str, Tensor], device: torch.device) -> None:
        """Go back to what `state` gave."""
        self._tensors = {name: value.to(device) for name, value in state.items()}
