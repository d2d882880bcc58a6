"""When mazes are worth compiling for (the extra `fast`)."""

from collections.abc import Callable
from typing import Any

from thinkers import Patience, can_compile, run_kernel

MIN_CELLS = 1_000_000
"""Cells of work below which compiling costs more than it saves: plain Python visits a million in
1 to 2 s; importing numba and its cached kernels takes about 1 s, compiling them another."""

MIN_CELLS_A_MAZE = 400
"""Cells of a maze below which a call of a compiled kernel costs more than plain Python."""


def worth_compiling(cells: int, mazes: int = 1) -> bool:
    """Whether numba is installed and there is work enough for it.

    Args:
        cells: Of all mazes together.
        mazes: How many they are.
    """
    large = cells >= MIN_CELLS and cells >= MIN_CELLS_A_MAZE * mazes
    return large and can_compile()


PATIENCE = Patience(1.0)
"""Remembers how long plain Python took, in seconds, and nothing that an answer depends on."""


def run_patiently(kernel: Callable[..., int], *arguments: Any) -> int:
    """Call a kernel that is called for one maze after the other: compiled once that pays."""
    if PATIENCE.ended:
        return run_kernel(kernel, True, *arguments)
    with PATIENCE.counted():
        return run_kernel(kernel, False, *arguments)
