"""Kernels in plain Python, compiled by numba where it is installed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from types import FunctionType
from typing import Any, cast
from warnings import warn

import numpy as np

from thinkers.problems.ctrl_c import holding_ctrl_c
from thinkers.problems.wording import one_line


def can_compile() -> bool:
    """Whether numba is installed; importing it takes about a second, so do it for large work."""
    return find_spec("numba") is not None


@cache
def numba_works() -> bool:
    """Whether numba can be imported; it may be installed beside a numpy that it is not made for."""
    if not can_compile():
        return False
    try:
        with holding_ctrl_c():
            import_module("numba")
    except Exception as error:  # of whatever it imports
        warn(f"numba is left out, which is slow: {one_line(error)}", stacklevel=3)
        return False
    return True


class Patience:
    """Plain Python until it has taken as long as compiling would, in all calls together.

    Args:
        seconds: That numba's import and the kernels take.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.spent = seconds, 0.0

    @property
    def ended(self) -> bool:
        """Whether compiling pays from now on, and can be done: numba is imported to find out."""
        return self.spent > self.seconds and numba_works()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Counts what is done in plain Python."""
        begin = perf_counter()
        try:
            yield
        finally:
            self.spent += perf_counter() - begin


def run_kernel(kernel: Callable[..., int], compiled: bool, *arguments: Any) -> int:
    """Call `kernel`, which must keep to what Python and numba do alike.

    A kernel takes arrays and numbers, reads and writes single elements, and returns an int. It
    may call functions of its own file that keep to the same. Uncompiled it sees memory views,
    whose elements are Python numbers: faster than arrays. One that numba cannot compile for the
    types of its arguments is said once, and stays plain Python for them.
    """
    ready = _compiled(kernel).ready(arguments) if compiled and numba_works() else None
    if ready is not None:
        return int(ready(*arguments))
    views = (a.data if isinstance(a, np.ndarray) else a for a in arguments)
    return kernel(*views)


class _Compiled:
    """What is compiled of a kernel in this process, for each combination of types.

    Args:
        kernel: A function of a file.
    """

    def __init__(self, kernel: Callable[..., int]) -> None:
        self._kernel = kernel
        self._functions: dict[tuple[Any, ...], Callable[..., int] | None] = {}

    def ready(self, arguments: tuple[Any, ...]) -> Callable[..., int] | None:
        """The kernel, compiled for arguments of these types; None where it cannot be."""
        kinds = tuple(map(_kind, arguments))  # numba's own look at types takes ten times as long
        if kinds not in self._functions:
            self._functions[kinds] = self._tried(arguments)
        return self._functions[kinds]

    def _tried(self, arguments: tuple[Any, ...]) -> Callable[..., int] | None:
        """As `ready`, for the first time.

        What is on the disk may be damaged, and the disk full or not to be written: then it is
        compiled for this process alone. Nothing has run yet when that is found out, so no array
        has changed.
        """
        for kept in (True, False):
            try:
                function = _function(self._kernel, kept)
                with holding_ctrl_c():  # of what LLVM calls, exceptions are lost
                    function.compile(tuple(map(import_module("numba").typeof, arguments)))
            except Exception as error:  # of numba, of LLVM, or of reading a damaged file
                fault = error
            else:
                return cast("Callable[..., int]", function)
        warn(f"{self._kernel.__name__} is not compiled, and slow: {one_line(fault)}", stacklevel=4)
        return None


_compiled = cache(_Compiled)


def _kind(argument: Any) -> Any:
    """What of an argument numba tells types by."""
    if not isinstance(argument, np.ndarray):
        return type(argument)
    flags = argument.flags
    return argument.dtype, argument.ndim, flags.c_contiguous, flags.f_contiguous, flags.writeable


@cache
def _function(kernel: Callable[..., int], kept: bool) -> Any:
    """The function that numba makes of a kernel and what it calls.

    Args:
        kernel: A function of a file.
        kept: Whether numba keeps what it compiles on the disk for the next process.
    """
    assert isinstance(kernel, FunctionType)
    called = {name: kernel.__globals__.get(name) for name in kernel.__code__.co_names}
    callees = {
        name: _function(callee, kept)
        for name, callee in called.items()
        if isinstance(callee, FunctionType) and callee.__module__ == kernel.__module__
    }
    bound = FunctionType(kernel.__code__, {**kernel.__globals__, **callees}, kernel.__name__)
    with holding_ctrl_c():
        return import_module("numba").njit(cache=kept)(bound)
