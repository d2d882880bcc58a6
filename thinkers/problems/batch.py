"""Encoded batches: what an encoding gives of instances of one shape, and what thinkers see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers.problems.graph import reverse_pairs
from thinkers.problems.signature import Signature

TYPES: Mapping[str, tuple[str, type[np.generic]]] = {
    "inputs": ("f", np.float32),
    "mask": ("b", np.bool_),
    "decidable_from": ("iu", np.int32),
    "interim_targets": ("iu", np.int64),
    "nodes": ("f", np.float32),
    "globals": ("f", np.float32),
    "present": ("b", np.bool_),
    "neighbours": ("iu", np.int64),
}
"""Numpy's kinds that an array of a batch may be of, and the type that it is made."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Encoded instances of one shape.

    Floats and whole numbers of other widths and byte orders are made those that are said here, and
    views that torch does not take are copied.

    Attributes:
        inputs: `(b, channels, *shape)` float32.
        mask: `(b, *shape)` bool, the positions whose answer counts; for target `row`, the choices
            that each row has, none where the row is not asked; for target `node`, `(b, n)`, the
            rows that count.
        targets: Of the mask's shape. For target `row`, float32 with rows that sum to 1, 0 where
            the mask forbids the choice; else int64 class numbers. None without labels.
        decidable_from: int32 >= 0, with targets that are classes: the number of rounds of some
            local rule from which on each position holds its answer for good, so that a loss need
            not ask for it sooner (`loss.rounds_per_iteration`); 0 where the rule does not help.
            None without labels, or where no such rule is known.
        interim_targets: int64, the class that the rule holds at each position until then
            (`loss.max_rounds_per_iteration`). None where it holds none.
        nodes: `(b, node_channels, n)` float32, where the signature has such.
        globals: `(b, globals)` float32, where the signature has such.
        present: `(b, *shape)` bool, of a padded matrix: the positions that are there; True where
            both row and column are.
        neighbours: `(b, n, k)` int64, of a graph: the node that each listed pair leads to, each
            once, and -1 where no further pair is listed.
    """

    inputs: NDArray[np.float32]
    mask: NDArray[np.bool_]
    targets: NDArray[Any] | None = None
    decidable_from: NDArray[np.int32] | None = None
    interim_targets: NDArray[np.int64] | None = None
    nodes: NDArray[np.float32] | None = None
    globals: NDArray[np.float32] | None = None
    present: NDArray[np.bool_] | None = None
    neighbours: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        for name, array in self.arrays().items():
            if isinstance(array, np.ndarray):
                object.__setattr__(self, name, _plain(name, array))

    @property
    def shape(self) -> tuple[int, ...]:
        """The positions of each instance."""
        return self.inputs.shape[2:]

    def part(self, rows: Any) -> "Batch":
        """The instances that an index of the first axis chooses."""
        return Batch(**{name: array[rows] for name, array in self.arrays().items()})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays that are there, by name."""
        return {name: array for name, array in vars(self).items() if array is not None}

    def seen(self, signature: Signature) -> NDArray[np.float32]:
        """What a thinker gets, `(b, signature.inputs, *shape)` float32, see `Signature.inputs`."""
        if signature.inputs == signature.channels:
            return self.inputs
        size, first, second = len(self.inputs), self.shape[0], self.shape[-1]
        parts: list[NDArray[Any]] = [self.inputs]
        if self.nodes is not None:
            parts.append(np.broadcast_to(self.nodes[..., None], (*self.nodes.shape, second)))
            if self.neighbours is not None:
                there = self.neighbours.clip(min=0).reshape(size, 1, -1)  # (b, 1, n k)
                ends = np.take_along_axis(self.nodes, there, axis=2)  # (b, c, n k)
                parts.append(ends.reshape(size, -1, first, second))
            elif not signature.bipartite:
                parts.append(np.broadcast_to(self.nodes[:, :, None], (*self.nodes.shape, second)))
        if self.globals is not None:
            over = (*self.globals.shape, *self.shape)
            parts.append(np.broadcast_to(_columns(self.globals, self.inputs.ndim), over))
        if self.present is not None:
            parts.append(self.present[:, None])
        if self.neighbours is not None:
            parts += [self.neighbours[:, None], reverse_pairs(self.neighbours)[:, None]]
        return np.concatenate(parts, axis=1, dtype=np.float32, casting="unsafe")


def _plain(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """The array as torch takes it: of its type, writeable, not flipped; a copy where needed."""
    chances = name == "targets" and array.dtype.kind == "f"
    other = ("f", np.float32) if chances else ("iu", np.int64)
    kinds, wanted = TYPES.get(name, other)
    if array.dtype.kind in kinds and array.dtype != wanted:
        with np.errstate(over="ignore"):
            array = array.astype(wanted)
    taken = array.flags.writeable and min(array.strides, default=0) >= 0
    return array if taken else array.copy()


def _columns(values: NDArray[np.float32], axes: int) -> NDArray[np.float32]:
    """`(b, c)` numbers of instances, that broadcast over positions."""
    return values.reshape(*values.shape, *[1] * (axes - 2))
