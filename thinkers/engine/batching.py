"""Batching: instances of one shape, as many at a time as there is memory for."""

from collections import defaultdict
from collections.abc import Sequence

import torch

from thinkers.engine.acceleration import Acceleration
from thinkers.engine.memory import require_room
from thinkers.models.store import Model
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Instance, Problem, Solution

Shape = tuple[int, ...]

BATCH = 64
"""Most instances that think together; more of them are solved in several batches."""


def batches(
    problem: Problem[Instance, Solution],
    model: Model,
    instances: Sequence[Instance],
    place: torch.device,
    acceleration: type[Acceleration] | None,
) -> list[tuple[Shape, list[int]]]:
    """The shapes that occur, each with the numbers of instances that think together.

    They are at most `BATCH`, and no more than there is memory for.

    Raises:
        MemoryLimitError: There is not enough for one.
    """
    encoding = model.card.pick_encoding(problem.encodings)
    channels = encoding.signature.inputs
    batches: list[tuple[Shape, list[int]]] = []
    for shape, members in by_shape(encoding, instances).items():
        wanted = min(BATCH, len(members))
        most = require_room(model.thinker, channels, shape, wanted, place, acceleration)
        starts = range(0, len(members), most)
        batches += [(shape, members[first : first + most]) for first in starts]
    return batches


def by_shape(
    encoding: Encoding[Instance, Solution], instances: Sequence[Instance]
) -> dict[Shape, list[int]]:
    """The shapes that occur, in order, each with the numbers of its instances."""
    shapes: dict[Shape, list[int]] = defaultdict(list)
    for index, instance in enumerate(instances):
        shapes[encoding.shape(instance)].append(index)
    return shapes
