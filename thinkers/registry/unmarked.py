"""What a plugin's module has of hooks that the door does not see, and why it sees none."""

import inspect
from difflib import get_close_matches
from pathlib import Path
from types import FunctionType, ModuleType

from thinkers.registry import hookspecs
from thinkers.registry.marker import NAMESPACE

MARK = "_impl"
"""What pluggy appends to a project's name, for the attribute that its marker leaves."""

HOOKS = tuple(sorted(name for name in vars(hookspecs) if name.startswith(f"{NAMESPACE}_")))
"""The names of the hooks."""


def unseen_hooks(found: object) -> list[str]:
    """A sentence for each function of a module that would be a hook, were it marked as one.

    Args:
        found: What a plugin's entry point names.
    """
    functions = {
        name: value for name, value in vars(found).items() if isinstance(value, FunctionType)
    }
    return [
        _sentence(name, function)
        for name, function in functions.items()
        if not hasattr(function, NAMESPACE + MARK) and _is_meant(name)
    ]


def nothing_seen(found: object) -> str:
    """Why something that an entry point names implements no hook, in one sentence."""
    hooks = f"hooks are functions that are marked with @thinkers.hookimpl: {', '.join(HOOKS)}"
    if isinstance(found, ModuleType):
        return f"the module {found.__name__} implements no hook; {hooks}"
    kind = f"the class {found.__name__}" if isinstance(found, type) else type(found).__name__
    return f"its entry point names {kind}, expected the module that holds the hooks; {hooks}"


def _is_meant(name: str) -> bool:
    return name.startswith(f"{NAMESPACE}_") and bool(get_close_matches(name, HOOKS, 1, 0.8))


def _sentence(name: str, function: FunctionType) -> str:
    code = inspect.unwrap(function).__code__
    where = f"{'/'.join(Path(code.co_filename).parts[-2:])}, line {code.co_firstlineno}"
    foreign = [mark.removesuffix(MARK) for mark in vars(function) if mark.endswith(MARK)]
    if foreign:
        return f"{where}: {name} is marked for {foreign[0]}, expected @thinkers.hookimpl"
    return f"{where}: {name} is not marked with @thinkers.hookimpl, so it is not called"
