"""Labelled batches as tensors, and the hidden states carried between optimiser steps."""

from typing import NamedTuple

import torch
from torch import Tensor

from thinkers.problems.batch import Batch
from thinkers.problems.signature import Signature


class Rows(NamedTuple):
    """A batch as tensors; each as the array of `Batch`, but for the inputs, as a thinker sees them.

    There are no targets where training needs no labels.
    """

    inputs: Tensor
    mask: Tensor
    targets: Tensor | None = None
    decidable_from: Tensor | None = None
    interim_targets: Tensor | None = None
    nodes: Tensor | None = None
    globals: Tensor | None = None
    present: Tensor | None = None
    neighbours: Tensor | None = None

    def given(self) -> dict[str, Tensor]:
        """The tensors that are there, by name."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class Carried(NamedTuple):
    """Hidden states carried from one optimiser step to the next.

    Attributes:
        thought: `(b, w, *shape)`, without gradient.
        iterations: `(b,)` int64, after how many iterations each was had; at 0 the first thought
            takes its place.
        fresh: Whether any is at 0.
    """

    thought: Tensor
    iterations: Tensor
    fresh: bool = False

    def given(self) -> dict[str, Tensor]:
        """The tensors by name."""
        return {"thought": self.thought, "iterations": self.iterations}


def tensors(batch: Batch, signature: Signature, device: torch.device) -> Rows:
    """A batch on a device."""
    arrays = batch.arrays() | {"inputs": batch.seen(signature)}
    return Rows(**{name: torch.from_numpy(array).to(device) for name, array in arrays.items()})
