"""Min-plus steps of what still changes: the same thoughts as by whole steps, in less time."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from thinkers.nets.minplus import NEVER
from thinkers.problems.compiled import Patience, run_kernel

Floats = NDArray[np.float32]
Array = Any
"""An array, as kernels take it."""

PATIENCE = Patience(1.0)
"""Remembers how long numpy took, in seconds: as long as numba and the kernel would, once."""


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
        marks: `(n,)`, room.
        steps: Made so far.
    """

    shape: tuple[int, ...]
    best: Floats
    offers: Floats
    costs: Floats
    inside: NDArray[np.bool_]
    beside: NDArray[np.int64]
    changed: NDArray[np.int64]
    size: int
    marks: NDArray[np.int32]
    steps: int = 0

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
            len(before), np.zeros(len(rows), np.int32),
        )  # fmt: skip

    def step(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Make the next step; compiled once that pays.

        Returns:
            `(b,)` the squared norm of what it changed of each thought, and by how much the squared
            norm of the thought fell.
        """
        if PATIENCE.ended:
            return self.step_by_kernel()
        with PATIENCE.counted():
            return self.step_by_numpy()

    def step_by_numpy(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """See `step`."""
        near = self.changed - self.beside[:, None]  # (sides, c), whose side a changed one is on
        side, which = np.nonzero(self.inside[near])  # (k,) each
        at, source = near[side, which], self.best[self.changed[which]]  # (k,), (k, h, s)
        offer = (self.costs[at, side] + source[:, :, None]).min(3)  # (k, h, s)
        offer = np.minimum(offer, np.float32(NEVER))  # (k, h, s)
        moved, fell = _moved(self.offers[at, 1 + side], offer)  # (k,) each
        self.offers[at, 1 + side] = offer
        numbers = np.arange(len(at))  # (k,)
        self.marks[at] = numbers
        touched = at[self.marks[at] == numbers]  # (t,), each place once
        self.marks[at] = 0
        best, last = self.offers[touched].min(1), self.best[touched]  # (t, h, s) each
        also_moved, also_fell = _moved(last, best)  # (t,) each
        self.best[touched] = best
        self.changed = touched[(best != last).any((1, 2))]  # (c,)
        owner = np.concatenate([at, touched]) // (len(self.inside) // self.size)  # (k + t,)

        def summed(*parts: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.bincount(owner, np.concatenate(parts), self.size).astype(np.float64)

        return summed(moved, also_moved), summed(fell, also_fell)

    def step_by_kernel(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """See `step`."""
        self.steps += 1
        sums = np.zeros((2, self.size))
        sides, heads, states = self.costs.shape[1:4]
        most = min(len(self.changed) * sides, len(self.inside))
        places, limit = np.empty(most, np.int64), np.full(1, NEVER, np.float32)
        parts = heads * states
        count = run_kernel(
            advance, True, self.best.reshape(-1, parts), self.offers.reshape(-1, 1 + sides, parts),
            self.costs.reshape(-1, sides, parts, states), self.inside, self.beside, self.changed,
            self.marks, self.steps, places, sums, limit, len(self.inside) // self.size,
        )  # fmt: skip
        self.changed = places[:count]
        return sums[0], sums[1]

    def write(self, thought: Tensor) -> None:
        """Write the thought into `(b, 2 + sides, h, s, *shape)`."""
        for part in range(thought.shape[1]):
            values = self.best if part == 0 else self.offers[:, part - 1]  # (n, h, s)
            rows = torch.from_numpy(values[self.inside])  # (b …, h, s)
            rows = rows.view(len(thought), *self.shape, *rows.shape[1:])  # (b, *shape, h, s)
            thought[:, part] = rows.movedim((-2, -1), (1, 2))  # (b, h, s, *shape)


def advance(
    best: Array, offers: Array, costs: Array, inside: Array, beside: Array, changed: Array,
    marks: Array, step: int, places: Array, sums: Array, limit: Array, each: int,
) -> int:  # fmt: skip
    """Make a step, number by number, in float32 as `Front.step_by_numpy`.

    Args:
        best: As `Front` has it, with heads and states in one axis, as the next two; in and out.
        offers: Likewise; in and out.
        costs: Likewise, of `(n, sides, h s, s)`.
        inside: As `Front` has it, and the next three.
        beside: Likewise.
        changed: Likewise.
        marks: Below `step` where nothing was offered in this step; in and out.
        step: Its number.
        places: Room for all that lie beside the changed ones; becomes where the step changed some.
        sums: `(2, b)` zeros; becomes what `Front.step` returns.
        limit: `(1,)`, what potentials are capped at.
        each: Positions of an instance.

    Returns:
        How many places changed.
    """
    states, found = costs.shape[3], 0
    for number in range(len(changed)):
        for side in range(len(beside)):
            at = changed[number] - beside[side]
            if not inside[at]:
                continue
            if marks[at] != step:
                marks[at], places[found] = step, at
                found += 1
            for part in range(best.shape[1]):
                first = part - part % states
                least = limit[0]
                for state in range(states):
                    cost = costs[at, side, part, state] + best[changed[number], first + state]
                    least = min(least, cost)
                take(offers[at, 1 + side], part, least, sums, at // each)
    return settle(best, offers, places, found, sums, each)


def settle(best: Array, offers: Array, places: Array, found: int, sums: Array, each: int) -> int:
    """Take the least of what is offered at the first `found` of `places`, as `advance` says.

    Returns:
        How many of these changed; they come to stand first.
    """
    count = 0
    for number in range(found):
        at, moved = places[number], 0
        for part in range(best.shape[1]):
            least = offers[at, 0, part]
            for side in range(1, offers.shape[1]):
                least = min(least, offers[at, side, part])
            if least != best[at, part]:
                moved = 1
            take(best[at], part, least, sums, at // each)
        if moved:
            places[count] = at
            count += 1
    return count


def take(values: Array, part: int, value: Any, sums: Array, owner: int) -> int:
    """Put a value in a place, and add up by how much squares and the change's square differ."""
    last = values[part]
    apart = np.float64(np.float32(value - last))  # rounded as a whole step is
    before, after = np.float64(last), np.float64(value)
    sums[0, owner] += apart * apart
    sums[1, owner] += before * before - after * after
    values[part] = value
    return 0


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
