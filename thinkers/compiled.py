"""One source, run two ways: as plain Python, or compiled by numba where a plugin's extra has it."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType
from typing import Any

import numpy as np


def available() -> bool:
    """Whether numba is installed; importing it takes about a second, so do it for large work."""
    return find_spec("numba") is not None


def run(kernel: Callable[..., int], compiled: bool, *arguments: Any) -> int:
    """Call `kernel`, which must keep to what Python and numba do alike.

    A kernel takes arrays and numbers, reads and writes single elements, and returns an int. It
    may call functions of its own file that keep to the same. Uncompiled it sees memory views,
    whose elements are Python numbers: faster than arrays.
    """
    if compiled:
        return int(_compile(kernel)(*arguments))
    views = (a.data if isinstance(a, np.ndarray) else a for a in arguments)
    return kernel(*views)


@cache
def _compile(kernel: Callable[..., int]) -> Callable[..., int]:
    assert isinstance(kernel, FunctionType)
    njit = import_module("numba").njit
    called = {name: kernel.__globals__.get(name) for name in kernel.__code__.co_names}
    callees = {
        name: _compile(callee)
        for name, callee in called.items()
        if isinstance(callee, FunctionType) and callee.__module__ == kernel.__module__
    }
    bound = FunctionType(kernel.__code__, {**kernel.__globals__, **callees}, kernel.__name__)
    try:
        found: Callable[..., int] = njit(cache=True)(bound)
    except RuntimeError:  # there is no folder that numba could cache in
        found = njit(bound)
    return found
