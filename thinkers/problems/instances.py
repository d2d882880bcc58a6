"""Whether an object is an instance of a problem, by the class that the problem is declared for."""

import inspect
from typing import get_args, get_origin

import numpy as np

from thinkers.errors import InvalidInstanceError


def require_instance(problem: type, instance: object, where: str = "") -> None:
    """Check an instance against `Problem[Instance, Solution]`, as the problem is derived from it.

    Args:
        problem: The problem's class.
        instance: What is given as an instance of it.
        where: Which one it is, for the message.

    Raises:
        InvalidInstanceError: It is not of that class; says of which, and what makes one.
    """
    kind = _declared(problem)
    if kind is None or isinstance(instance, kind):
        return
    prefix = f"{where}: " if where else ""
    raise InvalidInstanceError(
        f"{prefix}expected {kind.__name__}, got {type(instance).__name__}", _how_to_build(kind)
    )


def _declared(problem: type) -> type | None:
    """The class of the problem's instances; None where it is not said, or is no class."""
    for base in getattr(problem, "__orig_bases__", ()):
        for argument in get_args(base)[:1]:
            kind = get_origin(argument) or argument
            return kind if isinstance(kind, type) and kind is not object else None
    return None


def _how_to_build(kind: type) -> str:
    if kind.__module__ == "builtins":
        return ""
    if kind is np.ndarray:
        return "build one with numpy.array(values)"
    parameters = inspect.signature(kind).parameters.values()
    needed = [each.name for each in parameters if each.default is each.empty]
    return f"build one with {kind.__module__}.{kind.__name__}({', '.join(needed)})"
