"""Instances that are too large to think of are refused before they are drawn."""

from collections.abc import Sequence
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np

from thinkers.engine.devices import pick_device
from thinkers.engine.memory import FEW_POSITIONS, require_room
from thinkers.errors import ThinkersError
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import choose_model
from thinkers.registry.registry import Registry
from thinkers.settings import Settings

AnyProblem = Problem[Any, Any]

PROBES = (16, 24, 17, 25)
"""Sizes, even and odd, of which the first two that are taken show how shapes grow (our choice)."""


def require_room_to_draw(
    registry: Registry, problem: AnyProblem, names: Sequence[str], params: Settings, device: str
) -> None:
    """See that one instance, drawn with these options, is not too large for any of the models.

    Args:
        registry: Knows the models.
        problem: What is to be drawn.
        names: Of the models; an empty one is the problem's default.
        params: The options of the generator.
        device: Where they are to think.

    Raises:
        MemoryLimitError: It is; says what one of them needs and what there is.
        ModelError: There is no such model.
    """
    for name in names:
        if all(prod(_shape(problem, params, each)) <= FEW_POSITIONS for each in problem.encodings):
            return
        model = choose_model(registry, problem, name)
        encoding = model.card.encoding
        if shape := _shape(problem, params, encoding):
            channels = problem.encodings[encoding].channels
            require_room(model.thinker, channels, shape, 1, pick_device(device))


def _shape(problem: AnyProblem, params: Settings, encoding: str) -> tuple[int, ...]:
    """The shape that an instance will have, as two small ones show that it grows along each side.

    Empty where it is small, or cannot be foreseen.
    """
    option = problem.size_option
    size = getattr(params, option) if option else 0
    if option is None or size <= max(PROBES):
        return ()
    seen: list[tuple[int, tuple[int, ...]]] = []
    for probe in PROBES:
        with suppress(ThinkersError):  # other options may need a larger size
            small = type(params).of({**params.model_dump(), option: probe})
            [drawn] = problem.generate(np.random.default_rng(0), 1, small)
            seen.append((probe, problem.shape(drawn, encoding)))
        if len(seen) == 2:
            (low, first), (high, second) = seen
            sides = zip(first, second, strict=True)
            return tuple(one + (size - low) * (two - one) // (high - low) for one, two in sides)
    return ()
