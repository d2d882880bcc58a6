"""Where start and end may lie, and pairs of them that are neither too near nor too far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers_maze.params import CELLS, ROOMS
from thinkers_maze.shortest import parts

Rng = np.random.Generator
Walls = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Places:
    """Cells that may be ends.

    Attributes:
        ends: `(n, 2)` int64 rows and columns.
        inside: `(n, 2)` int64: the free cell that a gap opens to; another end's is itself.
    """

    ends: NDArray[np.int64]
    inside: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    def within(self, kept: NDArray[np.bool_]) -> "Places":
        """Those whose cells inside are among the `(rows, cols)` kept."""
        chosen = kept[tuple(self.inside.T)]
        return Places(self.ends[chosen], self.inside[chosen])

    def steps(self, far: NDArray[np.int64], one: int) -> NDArray[np.int64]:
        """`(n,)` int64 steps to each from number `one`, given those from the cell inside of it.

        -1 where no way leads, to itself, to a gap beside it, and to one with the same cell inside.
        """
        beyond = np.abs(self.ends - self.inside).sum(1)
        inner = far[tuple(self.inside.T)]
        near = np.abs(self.ends - self.ends[one]).sum(1) <= beyond
        return np.where((inner > 0) & ~near, inner + beyond + beyond[one], -1)


def places(walls: Walls, ends: str) -> Places:
    """All cells that may be ends.

    Args:
        walls: `(rows, cols)` bool; for `gaps` with the outer wall around the maze.
        ends: `rooms`, `cells` or `gaps`.
    """
    free = ~walls
    if ends == CELLS:
        found = np.argwhere(free)
        return Places(found, found)
    if ends == ROOMS:
        found = 2 * np.argwhere(free[::2, ::2])
        return Places(found, found)
    rim = np.ones(walls.shape, bool)
    rim[1:-1, 1:-1] = False
    gaps = np.argwhere(rim)
    inside = gaps.clip(1, np.array(walls.shape) - 2)
    opens = (np.abs(gaps - inside).sum(1) == 1) & free[tuple(inside.T)]
    return Places(gaps[opens], inside[opens])


def largest_part(walls: Walls, compiled: bool) -> NDArray[np.bool_]:
    """`(rows, cols)` bool: the largest connected region of free cells; all False without any."""
    number = parts(walls, compiled)
    sizes = np.bincount(number.ravel())
    sizes[0] = 0
    return np.asarray((number == sizes.argmax()) & ~walls)


def partner(
    rng: Rng, found: Places, one: int, far: NDArray[np.int64], least: int, most: int | None
) -> int | None:
    """The number of a random end so many steps from number `one`; None where there is none.

    Args:
        rng: The source of all chance.
        found: All ends that there may be.
        one: The first of them.
        far: `(rows, cols)` steps from the cell inside of it.
        least: Fewest steps.
        most: Most steps, or None.
    """
    steps = found.steps(far, one)
    fits = steps >= max(least, 1)
    if most is not None:
        fits &= steps <= most
    return int(rng.choice(np.flatnonzero(fits))) if fits.any() else None
