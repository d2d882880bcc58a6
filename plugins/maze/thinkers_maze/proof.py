"""A proof that a thinker of least steps walks a shortest path in every maze that has one.

Where the end is the only source, and gates lead from free cell to free cell and nowhere out of a
wall, the settled potential of a free cell is its distance from the end: the step is Bellman's
equation (1957) with a cost of 1. The grid is bipartite: what a cell's neighbours offer differs by
even numbers. So what the readout sees of a cell is one of finitely many cases; each is looked at.
Whether ways lead through the start does not matter: no shortest path from it comes back.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from thinkers import Correctness, LeastSteps, UnprovenError

Colour = NDArray[np.float64]

WALL, FREE, START, END = (
    np.array(colour, np.float64) for colour in ((0, 0, 0), (1, 1, 1), (0, 1, 0), (1, 0, 0))
)
"""What the encodings show of cells."""

SIDES = 4

BEHIND = (*range(0, 38, 2), np.inf)
"""By how many steps a neighbour's offer may be behind the best: an even number, or it offers
nothing, as walls do. What is 36 steps behind or more is nothing to float32, e^-108."""


def prove(thinker: LeastSteps) -> Correctness:
    """Prove that it is right for every maze, or say why not.

    Args:
        thinker: On the encoding `move`.

    Raises:
        UnprovenError: What stands in the way.
    """
    if thinker.states != (1, 1):
        raise UnprovenError("it has more than one potential a cell, so that there is no one of all")
    _require_distances(thinker)
    offers = np.array([each for each in product(BEHIND, repeat=SIDES) if 0 in each])  # (n, 4)
    none = np.full((len(offers), 1), np.inf)
    right = np.concatenate([none == 0, offers == 0], 1)  # (n, 5)
    seen = np.concatenate([none, offers], 1)[:, :, None, None]  # (n, 5, 1, 1)
    margin = thinker.require_right(seen, right)
    claim = (
        f"in every maze that has one of up to {thinker.most_steps:,} steps, with loops and open "
        f"areas too, the path is a shortest one, after as many iterations as it has steps and one "
        f"more"
    )
    return Correctness(claim, len(offers), margin)


def _require_distances(thinker: LeastSteps) -> None:
    """Raise UnprovenError unless potentials of free cells are their distances from the end."""
    if thinker.sources(FREE).any() or thinker.sources(START).any():
        raise UnprovenError("a cell is a source, as the end should be alone")
    if not thinker.sources(END).all():
        raise UnprovenError("the end is no source")
    for name, here in (("a free cell", FREE), ("the start", START)):
        for beyond, there in (("a free cell", FREE), ("the end", END)):
            if not all(thinker.opens(here, there, side).all() for side in range(SIDES)):
                raise UnprovenError(f"no way leads to {name} from {beyond}")
    if _is_entered(thinker, WALL) and _is_left(thinker, WALL):
        raise UnprovenError("ways lead through walls")


def _is_entered(thinker: LeastSteps, cell: Colour) -> bool:
    """Whether a way begins in such a cell, or leads to it from others or from outside."""
    cells: list[Colour | None] = [FREE, START, END]
    if thinker.enters().any():
        cells.append(None)
    begins = bool(thinker.sources(cell).any())
    return begins or any(
        thinker.opens(cell, there, side).any() for there in cells for side in range(SIDES)
    )


def _is_left(thinker: LeastSteps, cell: Colour) -> bool:
    """Whether a way leads on from such a cell to where it matters; at the end none does."""
    return any(
        thinker.opens(here, cell, side).any() for here in (FREE, START) for side in range(SIDES)
    )
