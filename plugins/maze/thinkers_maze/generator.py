"""Seeded random mazes: a layout of walls, two ends, and a frame around them."""

import numpy as np

from thinkers import ConfigError
from thinkers_maze.board import Board, board
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.ends import Places, largest_part, partner, places
from thinkers_maze.instance import Cell, MazeInstance
from thinkers_maze.layouts import LAYOUTS, Ends, Rng, Walls, block_doors
from thinkers_maze.params import GAPS, ROOMS, MazeParams
from thinkers_maze.shortest import distances

MAX_DRAWS, MAX_RARE_DRAWS = 1000, 100_000
"""Layouts that are drawn for one maze before it is taken not to exist: any, and where the path has
limits. Of Maze-Hard at 30 x 30, the rarest family, one in 4,000 has ends far enough apart."""


def generate(
    rng: Rng, count: int, params: MazeParams, compiled: bool | None = None
) -> list[MazeInstance]:
    """`count` mazes; maze i does not depend on how many follow it, nor on `compiled`.

    Args:
        rng: The source of all chance.
        count: How many.
        params: What they are like.
        compiled: Whether numba runs the kernels; by default where that saves time.

    Raises:
        ConfigError: No maze of that kind has two ends with a shortest path of that length.
    """
    rows, cols = params.shape
    if compiled is None:
        compiled = worth_compiling(count * rows * cols, count)
    rooms = board(rows, cols)
    return [_maze(child, rooms, params, compiled) for child in rng.spawn(count)]


def _maze(rng: Rng, rooms: Board, params: MazeParams, compiled: bool) -> MazeInstance:
    """Draw walls until two ends fit into them."""
    least, most = params.path
    if most is not None:  # lengths are spread evenly
        least = most = int(rng.integers(least, most + 1))
    if params.apart is not None:
        most = params.apart if most is None else min(most, params.apart)
    draws = MAX_RARE_DRAWS if least else MAX_DRAWS
    for _ in range(draws):
        walls, ends = LAYOUTS[params.algorithm](rng, rooms, params, compiled)
        block_doors(rng, walls, params.blocked)
        if params.ends == GAPS:
            walls = np.pad(walls, 1, constant_values=True)
        chosen = _ends(rng, walls, ends, params, (least, most), compiled)
        if chosen is not None:
            start, end = chosen
            walls[start] = walls[end] = False
            framed = _framed(rng, walls, start, end, params.margin)
            return MazeInstance(*framed, params.algorithm)
    length = f"{least} to {most}" if most is not None else f"{max(least, 1)} or more"
    raise ConfigError(
        f"none of {draws} mazes has two ends with a shortest path of {length} steps",
        "change what they are like, or allow other paths",
    )


def _ends(
    rng: Rng,
    walls: Walls,
    drawn: Ends | None,
    params: MazeParams,
    limits: tuple[int, int | None],
    compiled: bool,
) -> Ends | None:
    """Both ends, those that were drawn with the walls where they fit; None where there are none.

    Without limits on the path both lie in the largest part; with limits the first is any.
    """
    least, most = limits
    if drawn and params.ends == ROOMS and not params.blocked and not least:
        if most is None:
            return drawn
        found = places(walls, ROOMS)
        one = int(np.flatnonzero((found.ends == drawn[0]).all(1))[0])
    else:
        found = places(walls, params.ends)
        if not least:
            found = found.within(largest_part(walls, compiled))
        if len(found) < 2:
            return None
        one = int(rng.integers(len(found)))
    row, col = found.inside[one].tolist()
    other = partner(rng, found, one, distances(walls, (row, col), compiled), least, most)
    return None if other is None else (_cell(found, one), _cell(found, other))


def _cell(found: Places, number: int) -> Cell:
    row, col = found.ends[number].tolist()
    return row, col


def _framed(
    rng: Rng, walls: Walls, start: Cell, end: Cell, margin: int
) -> tuple[Walls, Cell, Cell]:
    """The maze at a random place in a frame of walls."""
    if not margin:
        return walls, start, end
    top, left = rng.integers(margin + 1, size=2).tolist()
    rows, cols = walls.shape
    framed = np.ones((rows + margin, cols + margin), bool)
    framed[top : top + rows, left : left + cols] = walls
    return framed, (start[0] + top, start[1] + left), (end[0] + top, end[1] + left)
