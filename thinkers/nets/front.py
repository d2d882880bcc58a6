"""Min-plus steps of what still changes: the same thoughts as by whole steps, in less time."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.nets.minplus import NEVER

Floats = NDArray[np.float32]


@dataclass(eq=False)
class Front:
    """The potentials of a batch, and the positions where the last step changed one.

    A potential depends on those beside it alone, so the next step can change something only beside
    these positions. All positions stand in one row, each instance with a frame around it; h heads
    of s states each.

    Attributes:
        shape: The positions of an instance.
        best: `(n, h, s)`, the potentials; in the frame those of the outside.
        offers: `(n, 1 + sides, h, s)`, by the source and by each side.
        costs: `(n, sides, h, s, s)`, of a step from each side.
        inside: `(n,)` bool, no frame.
        beside: `(sides,)`, how far away in the row the position on each side is.
        changed: `(c,)`, places in the row.
        size: How many instances there are.
        last: `(n,)`, room.
    """

    shape: tuple[int, ...]
    best: Floats
    offers: Floats
    costs: Floats
    inside: NDArray[np.bool_]
    beside: NDArray[np.int64]
    changed: NDArray[np.int64]
    size: int
    last: NDArray[np.int64]

    @classmethod
    def of(cls, before: Tensor, thought: Tensor, costs: Tensor, outside: Tensor) -> Self:
        """What is known after a whole step.

        Args:
            before: `(b, h, s, *shape)`, the potentials that it was made of.
            thought: `(b, 2 + sides, h, s, *shape)`, its result: potentials, then offers.
            costs: `(b, sides, h, s, s, *shape)`.
            outside: `(h, s)`, the potentials beyond the border.
        """
        shape = tuple(before.shape[3:])
        best = thought[:, 0]  # (b, h, s, *shape)
        changed = (best != before).flatten(1, 2).any(1)  # (b, *shape)
        strides = np.cumprod([1, *(length + 2 for length in shape[:0:-1])])[::-1]  # (axes,)
        rows = _framed(best, shape)
        inside = _framed(torch.ones_like(changed), shape)
        rows[~inside] = outside.numpy()
        return cls(
            shape, rows, _framed(thought[:, 1:], shape), _framed(costs, shape), inside,
            np.stack([-strides, strides], 1).ravel(), np.flatnonzero(_framed(changed, shape)),
            len(before), np.empty(len(rows), np.int64),
        )  # fmt: skip

    def step(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Make the next step.

        Returns:
            `(b,)` the squared norm of what it changed of each thought, and by how much the squared
            norm of the thought fell.
        """
        near = self.changed - self.beside[:, None]  # (sides, c), whose side a changed one is on
        side, which = np.nonzero(self.inside[near])  # (k,) each
        at, source = near[side, which], self.best[self.changed[which]]  # (k,), (k, h, s)
        offer = (self.costs[at, side] + source[:, :, None]).min(3)  # (k, h, s)
        offer = np.minimum(offer, np.float32(NEVER))  # (k, h, s)
        moved, fell = _moved(self.offers[at, 1 + side], offer)  # (k,) each
        self.offers[at, 1 + side] = offer
        numbers = np.arange(len(at))  # (k,)
        self.last[at] = numbers
        touched = at[self.last[at] == numbers]  # (t,), each place once
        best, last = self.offers[touched].min(1), self.best[touched]  # (t, h, s) each
        also_moved, also_fell = _moved(last, best)  # (t,) each
        self.best[touched] = best
        self.changed = touched[(best != last).any((1, 2))]  # (c,)
        owner = np.concatenate([at, touched]) // (len(self.inside) // self.size)  # (k + t,)

        def summed(*parts: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.bincount(owner, np.concatenate(parts), self.size).astype(np.float64)

        return summed(moved, also_moved), summed(fell, also_fell)

    def write(self, thought: Tensor) -> None:
        """Write the thought into `(b, 2 + sides, h, s, *shape)`."""
        for part in range(thought.shape[1]):
            values = self.best if part == 0 else self.offers[:, part - 1]  # (n, h, s)
            rows = torch.from_numpy(values[self.inside])  # (b …, h, s)
            rows = rows.view(len(thought), *self.shape, *rows.shape[1:])  # (b, *shape, h, s)
            thought[:, part] = rows.movedim((-2, -1), (1, 2))  # (b, h, s, *shape)


def _framed(values: Tensor, shape: tuple[int, ...]) -> NDArray[Any]:
    """`(n, …)` of `(b, …, *shape)`: positions in one row, zeros in the frame around each."""
    inner = values.ndim - len(shape)
    axes = range(inner, values.ndim)
    array = values.permute(0, *axes, *range(1, inner)).numpy()  # (b, *shape, …)
    widths = [(0, 0), *[(1, 1)] * len(shape), *[(0, 0)] * (inner - 1)]
    return np.pad(array, widths).reshape(-1, *array.shape[len(shape) + 1 :])


def _moved(last: Floats, now: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """`(k,)` what `(k, h, s)` change by, squared; and by how much their squares fall."""
    apart = (now - last).astype(np.float64)  # (k, h, s), rounded as a whole step is
    return np.square(apart).sum((1, 2)), _squares(last) - _squares(now)


def _squares(values: Floats) -> NDArray[np.float64]:
    return np.asarray(np.square(values, dtype=np.float64).sum((1, 2)))
