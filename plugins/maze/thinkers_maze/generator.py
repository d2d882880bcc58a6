"""Seeded random mazes: four kinds of spanning trees, and percolation; loops on demand."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thinkers.compiled import run
from thinkers_maze import trees
from thinkers_maze.board import OPEN, ORDERS, WALL, Board, board
from thinkers_maze.compiled import worth_compiling
from thinkers_maze.instance import Cell, MazeInstance

Grid = NDArray[np.uint8]
Rng = np.random.Generator

CRITICAL = 0.5
"""The chance of an open door in `percolation`: on the square lattice clusters of all sizes exist
at 1/2 (Kesten 1980), a mixture of dead ends, loops and rooms out of reach."""


def dfs(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Recursive back-tracking from the start, as in the easy-to-hard data.

    The root matters: paths from it are half as long again as between two other rooms.
    """
    grid = rooms.blank.copy()
    tried = 5 * rng.integers(ORDERS, size=len(grid), dtype=np.uint8)
    stack = np.empty(len(rooms.rooms), np.int64)
    run(trees.backtrack, compiled, grid, tried, rooms.turns, stack, root)
    return grid


def wilson(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Every spanning tree with the same chance (Wilson 1996)."""
    grid = rooms.blank.copy()
    grid[root] = OPEN
    leaving = np.zeros(len(grid), np.int64)
    first = int(root == rooms.rooms[0])
    state = np.array([first, rooms.rooms[first]])
    complete = 0
    while not complete:
        steps = rng.integers(4, size=4 * len(rooms.rooms), dtype=np.uint8)
        complete = run(trees.walk, compiled, grid, steps, rooms.turns, rooms.rooms, leaving, state)
    return grid


def prim(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Randomised Prim: many short dead ends."""
    grid = rooms.blank.copy()
    chances = rng.random(len(rooms.doors) + 1)
    rim = np.empty(len(rooms.doors) + 1, np.int64)
    run(trees.grow, compiled, grid, chances, rooms.turns, rim, root)
    return grid


def kruskal(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Randomised Kruskal: the minimum spanning tree of i.i.d. weights."""
    del root
    grid = rooms.blank.copy()
    grid[rooms.rooms] = OPEN
    _join(grid, rooms, rng.permutation(len(rooms.doors)), compiled)
    return grid


TREES: dict[str, Callable[[Rng, Board, int, bool], Grid]] = {
    "dfs": dfs,
    "wilson": wilson,
    "prim": prim,
    "kruskal": kruskal,
}


def generate(
    rng: Rng,
    count: int,
    size: int,
    algorithm: str,
    loops: float,
    compiled: bool | None = None,
    apart: int | None = None,
) -> list[MazeInstance]:
    """`count` mazes; maze i does not depend on how many follow it, nor on `compiled`.

    Args:
        rng: The source of all chance.
        count: How many.
        size: Cells a side, odd: rooms and the inner walls between them.
        algorithm: A key of `TREES`, or `percolation`.
        loops: The chance with which each door left closed is opened after all.
        compiled: Whether numba runs the kernels; by default where that saves time.
        apart: The most steps from start to end, >= 2; None leaves them anywhere.
    """
    rooms = board(size)
    if compiled is None:
        compiled = worth_compiling(count * size * size)
    mazes = []
    for child in rng.spawn(count):
        if algorithm == "percolation":
            grid, start, end = _percolation(child, rooms, loops, compiled)
        else:
            grid, start, end = _tree(child, rooms, algorithm, loops, compiled)
        if apart is not None:
            end = _near(child, rooms, grid, start, apart)
        ends = _cell(rooms, start), _cell(rooms, end)
        mazes.append(MazeInstance(rooms.walls(grid), *ends, algorithm))
    return mazes


def _tree(
    rng: Rng, rooms: Board, algorithm: str, loops: float, compiled: bool
) -> tuple[Grid, int, int]:
    """A spanning tree that grows from the start, and both ends two random rooms."""
    start, end = _two(rng, rooms.rooms)
    grid = TREES[algorithm](rng, rooms, start, compiled)
    if loops > 0:
        closed = rooms.doors[grid[rooms.doors] == WALL]
        grid[closed[rng.random(len(closed)) < loops]] = OPEN
    return grid, start, end


def _percolation(rng: Rng, rooms: Board, loops: float, compiled: bool) -> tuple[Grid, int, int]:
    """Each door open with the same chance; both ends in the largest cluster of rooms."""
    chance = CRITICAL + (1 - CRITICAL) * loops
    while True:
        grid = rooms.blank.copy()
        grid[rooms.rooms] = OPEN
        is_open = np.flatnonzero(rng.random(len(rooms.doors)) < chance)
        leader = _join(grid, rooms, is_open, compiled)
        grid[rooms.doors[is_open]] = OPEN
        cluster = rooms.rooms[leader == np.bincount(leader).argmax()]
        if len(cluster) > 1:
            return grid, *_two(rng, cluster)


def _near(rng: Rng, rooms: Board, grid: Grid, start: int, steps: int) -> int:
    """A random other room that is at most so many steps from the start."""
    reached = np.zeros(len(grid), bool)
    reached[start] = True
    for _ in range(steps):
        before = reached.copy()
        for step in (1, rooms.size + 2):
            reached[step:] |= before[:-step]
            reached[:-step] |= before[step:]
        reached &= grid == OPEN
    reached[start] = False
    return int(rng.choice(rooms.rooms[reached[rooms.rooms]]))


def _join(grid: Grid, rooms: Board, order: NDArray[np.int64], compiled: bool) -> NDArray[np.int64]:
    """Open the doors of a forest in `order`; give each room the leader of its cluster."""
    leader = np.arange(len(grid))
    run(trees.join, compiled, grid, rooms.doors[order], rooms.halves[order], leader)
    while not np.array_equal(leader, leader[leader]):
        leader = leader[leader]
    return leader[rooms.rooms]


def _two(rng: Rng, rooms: NDArray[np.int64]) -> tuple[int, int]:
    """Positions of two distinct rooms, all pairs alike."""
    one, other = int(rng.integers(len(rooms))), int(rng.integers(len(rooms) - 1))
    return int(rooms[one]), int(rooms[other + (other >= one)])


def _cell(rooms: Board, position: int) -> Cell:
    row, col = divmod(position, rooms.size + 2)
    return row - 2, col
