"""Ways to draw walls: spanning trees of rooms, percolation, division, and random cells."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from thinkers import run_kernel
from thinkers_maze import trees
from thinkers_maze.board import OPEN, ORDERS, Board
from thinkers_maze.instance import Cell
from thinkers_maze.params import MazeParams

Grid = NDArray[np.uint8]
Walls = NDArray[np.bool_]
Ends = tuple[Cell, Cell]
Rng = np.random.Generator

CRITICAL = 0.5
"""The chance of an open door in `percolation`: on the square lattice clusters of all sizes exist
at 1/2 (Kesten 1980), a mixture of dead ends, loops and rooms out of reach."""

WHOLE = 7
"""Most cells along a side of an area that `division` may leave open (our choice)."""


def dfs(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Recursive back-tracking from the start, as in the easy-to-hard data.

    The root matters: paths from it are half as long again as between two other rooms.
    """
    grid = rooms.blank.copy()
    tried = 5 * rng.integers(ORDERS, size=len(grid), dtype=np.uint8)
    stack = np.empty(len(rooms.rooms), np.int64)
    run_kernel(trees.backtrack, compiled, grid, tried, rooms.turns, stack, root)
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
        complete = run_kernel(
            trees.walk, compiled, grid, steps, rooms.turns, rooms.rooms, leaving, state
        )
    return grid


def prim(rng: Rng, rooms: Board, root: int, compiled: bool) -> Grid:
    """Randomised Prim: many short dead ends."""
    grid = rooms.blank.copy()
    chances = rng.random(len(rooms.doors) + 1)
    rim = np.empty(len(rooms.doors) + 1, np.int64)
    run_kernel(trees.grow, compiled, grid, chances, rooms.turns, rim, root)
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


def tree(rng: Rng, rooms: Board, params: MazeParams, compiled: bool) -> tuple[Walls, Ends]:
    """A spanning tree that grows from the start, both ends two random rooms; loops on demand."""
    start, end = _two(rng, rooms.rooms)
    walls = rooms.walls(TREES[params.algorithm](rng, rooms, start, compiled))
    open_doors(rng, walls, params.loops)
    return walls, (rooms.cell(start), rooms.cell(end))


def percolation(rng: Rng, rooms: Board, params: MazeParams, compiled: bool) -> tuple[Walls, Ends]:
    """Each door open with the same chance; both ends in the largest cluster of rooms."""
    chance = CRITICAL + (1 - CRITICAL) * params.loops
    while True:
        grid = rooms.blank.copy()
        grid[rooms.rooms] = OPEN
        is_open = np.flatnonzero(rng.random(len(rooms.doors)) < chance)
        leader = _join(grid, rooms, is_open, compiled)
        grid[rooms.doors[is_open]] = OPEN
        cluster = rooms.rooms[leader == np.bincount(leader).argmax()]
        if len(cluster) > 1:
            start, end = _two(rng, cluster)
            return rooms.walls(grid), (rooms.cell(start), rooms.cell(end))


def division(rng: Rng, rooms: Board, params: MazeParams, compiled: bool) -> tuple[Walls, Ends]:
    """Recursive division: a wall with one gap across an area, then across both of its parts.

    Areas of at most 7 x 7 cells are left open as often as not, those of 3 x 3 always.
    """
    del compiled
    walls = np.zeros((rooms.rows, rooms.cols), bool)
    areas = [walls]  # views
    while areas:
        area = areas.pop()
        rows, cols = area.shape
        longest, shortest = max(rows, cols), min(rows, cols)
        if longest <= 3 or shortest < 3 or (longest <= WHOLE and rng.random() < 0.5):
            continue
        if rows < cols or (rows == cols and rng.random() < 0.5):
            area = area.T
        wall = 2 * int(rng.integers(area.shape[0] // 2)) + 1
        area[wall] = True
        area[wall, 2 * rng.integers(area.shape[1] // 2 + 1)] = False
        areas += [area[:wall], area[wall + 1 :]]
    open_doors(rng, walls, params.loops)
    start, end = _two(rng, rooms.rooms)
    return walls, (rooms.cell(start), rooms.cell(end))


def cells(rng: Rng, rooms: Board, params: MazeParams, compiled: bool) -> tuple[Walls, None]:
    """Walls on random cells: so many that all shares in the range are alike."""
    del compiled
    count = rooms.rows * rooms.cols
    fewest, most = round(params.least_walls * count), round(params.most_walls * count)
    walls = np.zeros(count, bool)
    walls[rng.permutation(count)[: rng.integers(fewest, most + 1)]] = True
    return walls.reshape(rooms.rows, rooms.cols), None


Layout = Callable[[Rng, Board, MazeParams, bool], tuple[Walls, Ends | None]]

LAYOUTS: dict[str, Layout] = {
    **dict.fromkeys(TREES, tree),
    "percolation": percolation,
    "division": division,
    "cells": cells,
}
"""Each gives walls, and two random rooms as ends where it has rooms."""


def open_doors(rng: Rng, walls: Walls, chance: float) -> None:
    """Open each closed door with the same chance."""
    if chance:
        _change(rng, walls, True, chance)


def block_doors(rng: Rng, walls: Walls, chance: float) -> None:
    """Wall up each open door with the same chance."""
    if chance:
        _change(rng, walls, False, chance)


def _change(rng: Rng, walls: Walls, closed: bool, chance: float) -> None:
    """Turn each door that is closed, or each that is open, with the same chance."""
    for doors in (walls[::2, 1::2], walls[1::2, ::2]):
        found = np.nonzero(doors == closed)
        doors[found] ^= rng.random(len(found[0])) < chance


def _join(grid: Grid, rooms: Board, order: NDArray[np.int64], compiled: bool) -> NDArray[np.int64]:
    """Open the doors of a forest in `order`; give each room the leader of its cluster."""
    leader = np.arange(len(grid))
    run_kernel(trees.join, compiled, grid, rooms.doors[order], rooms.halves[order], leader)
    while not np.array_equal(leader, leader[leader]):
        leader = leader[leader]
    return leader[rooms.rooms]


def _two(rng: Rng, rooms: NDArray[np.int64]) -> tuple[int, int]:
    """Positions of two distinct rooms, all pairs alike."""
    one, other = int(rng.integers(len(rooms))), int(rng.integers(len(rooms) - 1))
    return int(rooms[one]), int(rooms[other + (other >= one)])
