"""Batching: instances of one shape, as many at a time as there is memory for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic

from thinkers.engine.runtime import Runtime, Shape
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Instance, Solution

BATCH, GPU_BATCH = 64, 512
"""Most instances that think together on a CPU and on a GPU, where nobody says how many; more are
several batches."""


def usual_batch(place: str) -> int:
    """How many that is, where a runtime computes."""
    return BATCH if place == "cpu" else GPU_BATCH


@dataclass(eq=False)
class Batching(Generic[Instance, Solution]):
    """How many instances of a shape think together.

    As many as are asked for and there is memory for; fewer once memory has run out all the same.

    Attributes:
        encoding: Gives the shapes.
        runtime: What thinks.
        most: The most that are asked for, of any shape, >= 1.
        swift: Whether fewer think together where that is faster.
    """

    encoding: Encoding[Instance, Solution]
    runtime: Runtime
    most: int
    swift: bool
    _widths: dict[Shape, tuple[int, int]] = field(default_factory=dict, init=False)
    """For each shape how many were asked for, and how many of these there is room for."""

    def width(self, shape: Shape, wanted: int) -> int:
        """How many of `wanted` instances of a shape think together.

        Raises:
            MemoryLimitError: There is not enough memory for one.
        """
        wanted = min(wanted, self.most)
        asked, width = self._widths.get(shape, (0, 0))
        if asked < wanted:
            width = self.runtime.room(shape, wanted, self.swift)
            self._widths[shape] = wanted, width
        return min(wanted, width)

    def halve(self, shape: Shape, size: int) -> None:
        """From now on at most half of `size` instances of a shape think together."""
        self._widths[shape] = self.most, size // 2

    def groups(self, instances: Sequence[Instance]) -> dict[Shape, list[int]]:
        """The numbers of the instances of each shape, once it is seen that each shape has room.

        Raises:
            MemoryLimitError: There is not enough memory for one of them.
        """
        groups = by_shape(self.encoding, instances)
        for shape, members in groups.items():
            self.width(shape, len(members))
        return groups

    def windows(self, instances: Iterable[Instance]) -> Iterator[list[Instance]]:
        """The instances in their order, as many at a time as a batch holds.

        No more are drawn than are in it: where all have one shape, each window is one batch.
        """
        window: list[Instance] = []
        held: Counter[Shape] = Counter()
        for instance in instances:
            shape = self.encoding.shape(instance)
            window.append(instance)
            held[shape] += 1
            if len(window) >= self.most or held[shape] >= self.width(shape, self.most):
                yield window
                window, held = [], Counter()
        if window:
            yield window


def by_shape(
    encoding: Encoding[Instance, Solution], instances: Sequence[Instance]
) -> dict[Shape, list[int]]:
    """The shapes that occur, in order, each with the numbers of its instances."""
    shapes: dict[Shape, list[int]] = defaultdict(list)
    for index, instance in enumerate(instances):
        shapes[encoding.shape(instance)].append(index)
    return shapes
