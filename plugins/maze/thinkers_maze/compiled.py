"""One source, run two ways: as plain Python, or compiled by numba (the extra `fast`)."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

LEAST_CELLS = 1_000_000
"""Cells of work below which compiling costs more than it saves: plain Python visits a million in
1 to 2 s; importing numba and its cached kernels takes about 1 s, compiling them another."""


def worth_compiling(cells: int) -> bool:
    """Whether numba is installed and there is work enough for it."""
    return cells >= LEAST_CELLS and find_spec("numba") is not None


def run(kernel: Callable[..., int], compiled: bool, *arguments: Any) -> int:
    """Call `kernel`, which must keep to what Python and numba do alike.

    A kernel takes flat arrays and numbers, reads and writes single elements, and returns an int.
    Uncompiled it sees memory views, whose elements are Python numbers: faster than arrays.
    """
    if compiled:
        return int(_compile(kernel)(*arguments))
    views = (a.data if isinstance(a, np.ndarray) else a for a in arguments)
    return kernel(*views)


@cache
def _compile(kernel: Callable[..., int]) -> Callable[..., int]:
    njit = import_module("numba").njit
    try:
        found: Callable[..., int] = njit(cache=True)(kernel)
    except RuntimeError:  # there is no folder that numba could cache in
        found = njit(kernel)
    return found
