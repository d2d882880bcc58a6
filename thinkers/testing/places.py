"""Where in a plugin's own files a failed check is to be mended."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from types import CodeType, ModuleType

from thinkers.problems.origin import package_of
from thinkers.problems.problem import Problem

CHECKS = __name__.rpartition(".")[0]
"""The package of the checks themselves, which are never to blame."""


def place_of(error: BaseException, subject: object, methods: tuple[str, ...] = ()) -> str:
    """File and line of what an error is about; empty where neither can be told.

    It is the innermost line of the subject's package that raised it; where a rule of the checks
    raised it, the method that the rule is about; else the subject itself.

    Args:
        error: What a check raised.
        subject: What was checked: an object, a class, a module or a file.
        methods: Names of methods that the check is about, the first to blame first.
    """
    if isinstance(subject, Path):
        return _short(str(subject))
    package = _module_of(subject).partition(".")[0]
    for frame, line in reversed(list(walk_tb(error.__traceback__))):
        name = str(frame.f_globals.get("__name__", ""))
        if name.partition(".")[0] == package and not name.startswith(CHECKS):
            return f"{_short(frame.f_code.co_filename)}, line {line}"
    found = (_code(owner, each) for each in methods for owner in _owners(subject))
    code = next((each for each in found if each is not None), None)
    return _of_code(code) if code is not None else _of_itself(subject)


def _owners(subject: object) -> Iterator[type]:
    """The classes whose methods a subject is made of: its own, and those of its encodings."""
    kind = subject if isinstance(subject, type) else type(subject)
    yield kind
    if issubclass(kind, Problem):
        yield from (type(each) for each in getattr(kind, "encodings", {}).values())


def _code(owner: type, method: str) -> CodeType | None:
    """The code of a method that a class, or one of its package, defines; None where none does."""
    package = package_of(owner)
    for kind in owner.__mro__:
        found = vars(kind).get(method)
        if found is not None and package_of(kind) == package:
            return getattr(inspect.unwrap(found), "__code__", None)
    return None


def _of_code(code: CodeType) -> str:
    return f"{_short(code.co_filename)}, line {code.co_firstlineno}"


def _of_itself(subject: object) -> str:
    """Where a subject is written: a module's file, or the line that begins its class."""
    module = sys.modules.get(_module_of(subject))
    file = getattr(module, "__file__", None)
    if file is None:
        return ""
    if isinstance(subject, ModuleType):
        return _short(file)
    kind = subject if isinstance(subject, type) else type(subject)
    try:
        return f"{_short(file)}, line {inspect.getsourcelines(kind)[1]}"
    except (OSError, TypeError):
        return _short(file)


def _module_of(subject: object) -> str:
    if isinstance(subject, ModuleType):
        return subject.__name__
    kind = subject if isinstance(subject, type) else type(subject)
    return kind.__module__


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-2:])
