"""Whether an object is an instance of a problem, by the class that the problem is declared for."""

import inspect
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import get_args, get_origin

import numpy as np

from thinkers.errors import InvalidInstanceError

INSTANCE, SOLUTION = 0, 1
"""Their places in `Problem[Instance, Solution]`, and in `Encoding[Instance, Solution]`."""


def require_instance(problem: type, instance: object, where: str = "") -> None:
    """Check an instance against `Problem[Instance, Solution]`, as the problem is derived from it.

    Args:
        problem: The problem's class.
        instance: What is given as an instance of it.
        where: Which one it is, for the message.

    Raises:
        InvalidInstanceError: It is not of that class; says of which, and what makes one.
    """
    kind = _declared(problem, INSTANCE)
    if kind is None or isinstance(instance, kind):
        return
    prefix = f"{where}: " if where else ""
    raise InvalidInstanceError(
        f"{prefix}expected {kind.__name__}, got {type(instance).__name__}", _how_to_build(kind)
    )


def is_instance(problem: type, found: object) -> bool:
    """Whether something is what a problem's instances are, as far as that is declared."""
    return _is_of(_declared(problem, INSTANCE), found)


def is_solution(problem: type, found: object) -> bool:
    """Whether something is what a problem's answers are, as far as that is declared."""
    return _is_of(_declared(problem, SOLUTION), found)


def declared_classes(problem: type) -> list[type]:
    """The classes with named fields that a problem's instances and answers are declared to be."""
    kinds = [_declared(problem, place) for place in (INSTANCE, SOLUTION)]
    return [kind for kind in kinds if kind and (is_dataclass(kind) or hasattr(kind, "_fields"))]


def _is_of(kind: type | None, found: object) -> bool:
    """Whether something is of a class; numbers of numpy stand for those of Python, too."""
    if kind is None or issubclass(kind, int | float):
        return found is not None
    return isinstance(found, kind)


@cache
def _declared(problem: type, place: int) -> type | None:
    """The class in that place of `Problem[...]`; None where it is not said, or is no class."""
    for base in getattr(problem, "__orig_bases__", ()):
        for argument in get_args(base)[place : place + 1]:
            kind = get_origin(argument) or argument
            plain = isinstance(kind, type) and kind not in {object, UnionType}
            return kind if plain else None
    return None


def _how_to_build(kind: type) -> str:
    if kind.__module__ == "builtins":
        return ""
    if kind is np.ndarray:
        return "build one with numpy.array(values)"
    parameters = inspect.signature(kind).parameters.values()
    needed = [each.name for each in parameters if each.default is each.empty]
    return f"build one with {kind.__module__}.{kind.__name__}({', '.join(needed)})"
