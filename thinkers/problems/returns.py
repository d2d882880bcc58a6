"""What the methods of a plugin's classes give back, checked wherever they are called.

So a wrong type or shape is said of the method that gave it, and not of what stumbled over it.
"""

import os
from collections.abc import Callable, Mapping
from functools import wraps
from inspect import Parameter, signature, unwrap
from math import isfinite
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar

import numpy as np

from thinkers.errors import PluginError
from thinkers.problems.figure import Figure
from thinkers.problems.instances import is_instance, is_solution
from thinkers.problems.origin import package_of
from thinkers.problems.verdict import Verdict
from thinkers.problems.wording import one_line, shown
from thinkers.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])
Fault = Callable[[Any, Mapping[str, Any], Any], str]
"""Given an object, the arguments of its method and what came back: what was expected instead, or
nothing where that is right."""


MISLEADING = (StopIteration, GeneratorExit, SystemExit, KeyboardInterrupt, BrokenPipeError)
"""What would say something else to whoever called; Ctrl-C itself goes on as it is."""


def guard(cls: type, interface: type, faults: Mapping[str, Fault]) -> None:
    """Let each method that a class defines itself check what it gives back.

    Args:
        cls: Derived from the interface.
        interface: Declares the methods.
        faults: For each method, what is wrong with what it gives back.
    """
    for name, fault in faults.items():
        own = vars(cls).get(name)
        if isinstance(own, FunctionType) and own is not getattr(interface, name):
            setattr(cls, name, _checked(name, own, getattr(interface, name), fault))


def _checked(
    name: str, method: FunctionType, declared: FunctionType, fault: Fault
) -> Callable[..., Any]:
    parameters = signature(declared).parameters
    names, known = tuple(parameters), set(parameters)
    needed = {name for name, each in parameters.items() if each.default is Parameter.empty}

    @wraps(method)
    def checked(*args: Any, **kwargs: Any) -> Any:
        try:
            found = method(*args, **kwargs)
        except MISLEADING as error:
            if type(error) is KeyboardInterrupt:
                raise
            raise _fault(args[0], name, method, f"raised {one_line(error)}") from error
        arguments = {**dict(zip(names, args, strict=False)), **kwargs}
        if len(args) > len(names) or not needed <= arguments.keys() <= known:
            return found  # called by names of its own: nobody but the plugin knows what for
        if unwrap(getattr(type(args[0]), name), stop=lambda each: each is checked) is not checked:
            return found  # called by super(): what is made of it is checked
        if expected := fault(args[0], arguments, found):
            words = f"returned {shown(found)}, expected {expected}"
            raise _fault(args[0], name, method, words)
        return found

    return checked


def _fault(owner: Any, name: str, method: FunctionType, words: str) -> PluginError:
    return PluginError(
        f"{place(method)}: {name} of {getattr(owner, 'name', type(owner).__name__)} {words}",
        package=package_of(owner),
    )


def place(method: Callable[..., Any]) -> str:
    """File and line of a plugin's function, beneath what checks its returns."""
    code = unwrap(method).__code__
    return f"{'/'.join(Path(code.co_filename).parts[-2:])}, line {code.co_firstlineno}"


def unless(holds: bool, expected: str) -> str:
    """What was expected, or nothing where it holds."""
    return "" if holds else expected


def _instances(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = isinstance(found, list) and all(is_instance(type(problem), each) for each in found)
    return unless(holds, "a list of instances")


def _drawn(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    if fault := _instances(problem, arguments, found):
        return fault
    count = arguments["count"]
    return unless(len(found) == count, f"a list of as many instances as asked for, {count}")


def an_answer(owner: Any, arguments: Mapping[str, Any], found: Any) -> str:
    """What was expected where an answer should have come back."""
    return unless(is_solution(type(owner), found), "an answer")


def answers_to_each(owner: Any, arguments: Mapping[str, Any], found: Any) -> str:
    """What was expected where an answer to each instance should have come back."""
    count = len(arguments["instances"])
    holds = (
        isinstance(found, list)
        and len(found) == count
        and all(is_solution(type(owner), each) for each in found)
    )
    return unless(holds, f"a list of {count} answers, one for each instance")


def _answers(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = isinstance(found, list) and all(
        each is None or is_solution(type(problem), each) for each in found
    )
    return unless(holds, "a list of answers, None where there is none")


def _toy(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = (
        isinstance(found, tuple)
        and len(found) == 2
        and is_instance(type(problem), found[0])
        and is_solution(type(problem), found[1])
    )
    return unless(holds, "an instance and its answer")


def _plain(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    try:
        holds = isinstance(found, dict) and _is_plain(found)
    except RecursionError:
        holds = False
    return unless(holds, "a dictionary of plain JSON types, its numbers finite")


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(name, str) for name in value) and all(map(_is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, str | int)


def _mutant(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(found is None or is_instance(type(problem), found), "an instance or None")


def _bare(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(is_instance(type(problem), found), "an instance")


def _symmetric(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = found is None or (
        isinstance(found, tuple)
        and len(found) == 2
        and is_instance(type(problem), found[0])
        and callable(found[1])
    )
    return unless(holds, "an instance and a function, or None")


def _traits(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    holds = isinstance(found, frozenset) and all(isinstance(each, str) for each in found)
    return unless(holds, "a frozenset of words")


def _bound(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    known = isinstance(found, int | float | np.number) and isfinite(found)
    return unless(found is None or known, "a finite number or None")


def _judged(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    if not isinstance(found, Verdict):
        return "a Verdict"
    maximised = problem.objective is not None and problem.objective.maximised
    if not found.feasible or maximised == (found.value is not None):
        return ""
    if maximised:
        return f"a Verdict with the value of its answer: {problem.objective.unit} is maximised"
    return "a Verdict without a value: its problem maximises nothing"


def _of(kind: type, expected: str) -> Fault:
    return lambda problem, arguments, found: unless(isinstance(found, kind), expected)


def _written(problem: Any, arguments: Mapping[str, Any], found: Any) -> str:
    return unless(isinstance(found, int) and found >= 0, "how many instances were written")


def require_written(problem: Any, path: Path) -> None:
    """See that a problem's `write` has left a file, or a folder.

    Raises:
        PluginError: There is none.
    """
    if not os.path.lexists(path):
        raise _fault(problem, "write", type(problem).write, f"wrote no file {path}")


FAULTS: Mapping[str, Fault] = {
    "generate": _drawn,
    "check": _judged,
    "label": answers_to_each,
    "lower_bound": _bound,
    "draw": _of(Figure, "a Figure"),
    "toy": _toy,
    "describe": _plain,
    "describe_solution": _plain,
    "words": _of(str, "text"),
    "refine": an_answer,
    "mutate": _mutant,
    "symmetric": _symmetric,
    "unlabelled": _bare,
    "traits": _traits,
    "read": _instances,
    "read_answers": _answers,
    "read_answers_to": _answers,
    "produce": _written,
    "save": _written,
    "params": _of(Settings, "the options of the generator"),
    "sized": _of(Settings, "the options of the generator"),
}
"""For each method of `Problem`, what is wrong with what it gives back."""
