"""When mazes are worth compiling for (the extra `fast`)."""

from thinkers import compiled

LEAST_CELLS = 1_000_000
"""Cells of work below which compiling costs more than it saves: plain Python visits a million in
1 to 2 s; importing numba and its cached kernels takes about 1 s, compiling them another."""


def worth_compiling(cells: int) -> bool:
    """Whether numba is installed and there is work enough for it."""
    return cells >= LEAST_CELLS and compiled.available()
