"""Memory checks before instances are drawn: those too large or too many are refused."""

import pickle
from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from thinkers.engine.machine import FEW_POSITIONS, free_memory, gigabytes
from thinkers.errors import MemoryLimitError
from thinkers.problems.encoding import Encoding
from thinkers.problems.problem import Problem
from thinkers.registry.choosing import candidates, choose_model
from thinkers.registry.registry import Registry
from thinkers.registry.strangers import attempt
from thinkers.settings import Settings

if TYPE_CHECKING:
    from thinkers.models.store import Model

AnyProblem = Problem[Any, Any]
AnyEncoding = Encoding[Any, Any]

PROBES = (24, 32, 25, 33)
"""Sizes, even and odd, of which the first two that are taken show how shapes grow (our choice)."""


FEW_INSTANCES = 10_000
"""How many small instances are drawn without asking what they take."""


def require_room_to_hold(problem: AnyProblem, params: Settings, count: int) -> None:
    """See that so many instances, drawn with these options, fit into the memory that is free.

    Raises:
        MemoryLimitError: They do not; says what they need and what there is.
    """
    free, size = free_memory(), _size(problem, params)
    if free is None or (count <= FEW_INSTANCES and size <= FEW_INSTANCES):
        return
    need = count * _bytes(problem, params)
    if need > free:
        what = "an instance" if count == 1 else f"{count:,} instances"
        raise MemoryLimitError(
            f"{what} of {problem.name} would take about {gigabytes(need)}, {gigabytes(free)} are "
            "free",
            "draw fewer or smaller ones",
        )


def _bytes(problem: AnyProblem, params: Settings) -> int:
    """About what one instance takes, as a small one shows; 0 where that cannot be seen.

    It is taken to grow as what a thinker sees of it: of several encodings as the slowest, since an
    instance need not hold what an encoding makes of it.
    """
    shapes = [(each, _shape(problem, params, each)) for each in problem.encodings.values()]
    foreseen = [(each, shape) for each, shape in shapes if shape]
    first = foreseen[0][0] if foreseen else next(iter(problem.encodings.values()), None)
    for probe in PROBES if foreseen else (None,):
        seen = _probe(problem, params, first, probe)
        if seen is not None:
            instance, _ = seen
            kept = len(attempt(partial(pickle.dumps, instance), lambda fault: None) or b"")
            growths = [prod(shape) / prod(each.shape(instance)) for each, shape in foreseen]
            return int(kept * min(growths, default=1.0))
    return 0


def _probe(
    problem: AnyProblem, params: Settings, encoding: AnyEncoding | None, size: int | None
) -> tuple[Any, tuple[int, ...]] | None:
    """One instance of that size, or as the options say, and its shape.

    None where there is none: other options may need another size, and a plugin may do anything.
    """

    def seen() -> tuple[Any, tuple[int, ...]]:
        changed = {} if size is None else {str(problem.size_option): size}
        small = type(params).of({**params.model_dump(), **changed})
        [drawn] = problem.generate(np.random.default_rng(0), 1, small)
        return drawn, encoding.shape(drawn) if encoding else ()

    return attempt(seen, lambda fault: None)


def _size(problem: AnyProblem, params: Settings) -> int:
    """The value of the option that says how large instances are; 0 where there is none."""
    return int(getattr(params, problem.size_option)) if problem.size_option else 0


def require_room_to_draw(
    registry: Registry, problem: AnyProblem, name: str, params: Settings, device: str
) -> None:
    """See that one instance, drawn with these options, is not too large for the model.

    Args:
        registry: Knows the models.
        problem: What is to be drawn.
        name: Of the model; an empty one is any that the problem has.
        params: The options of the generator.
        device: Where they are to think.

    Raises:
        MemoryLimitError: It is; says what it needs and what there is.
        ModelError: There is no such model.
    """
    every = problem.encodings.values()
    if all(prod(_shape(problem, params, each)) <= FEW_POSITIONS for each in every):
        return
    known = [name] if name else [each.card.name for each in candidates(registry, problem)]
    first: MemoryLimitError | None = None
    for each in known:
        try:
            _require_room_for(choose_model(registry, problem, each), problem, params, device)
        except MemoryLimitError as error:
            first = first or error
        else:
            return
    assert first is not None
    raise first


def _require_room_for(model: "Model", problem: AnyProblem, params: Settings, device: str) -> None:
    from thinkers.engine.devices import pick_device
    from thinkers.engine.memory import require_room

    encoding = model.card.pick_encoding(problem.encodings)
    if shape := _shape(problem, params, encoding):
        channels = encoding.signature.inputs
        require_room(model.thinker, channels, shape, 1, pick_device(device))


def _shape(problem: AnyProblem, params: Settings, encoding: AnyEncoding | None) -> tuple[int, ...]:
    """The shape that an instance will have, as two small ones show that it grows along each side.

    Empty where it is small, or cannot be foreseen.
    """
    size = _size(problem, params)
    if size <= max(PROBES):
        return ()
    seen: list[tuple[int, tuple[int, ...]]] = []
    for probe in PROBES:
        found = _probe(problem, params, encoding, probe)
        if found is not None:
            seen.append((probe, found[1]))
        if len(seen) == 2:
            (low, first), (high, second) = seen
            sides = zip(first, second, strict=True)
            return tuple(one + (size - low) * (two - one) // (high - low) for one, two in sides)
    return ()
