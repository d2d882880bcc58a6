"""Each kernel does by the numbers it is given what can be followed by hand."""

import numpy as np
from thinkers_maze import trees
from thinkers_maze.board import OPEN, board

ROOMS = board(3, 3)
WEST, EAST, NORTH, SOUTH = range(4)
UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT = ROOMS.rooms.tolist()


def open_doors(grid):
    return ROOMS.walls(grid).tolist()


U_SHAPE = [[False, False, False], [True, True, False], [False, False, False]]
"""Doors at the top, on the right and below."""


def test_backtrack_takes_the_neighbours_in_their_order():
    grid, stack = ROOMS.blank.copy(), np.empty(4, np.int64)
    tried = np.zeros(len(grid), np.uint8)  # west, east, north, south
    trees.backtrack(grid, tried, ROOMS.turns, stack, UPPER_LEFT)
    assert open_doors(grid) == U_SHAPE


def test_backtrack_goes_back_from_a_dead_end():
    rooms = board(5, 5)
    grid, stack = rooms.blank.copy(), np.empty(9, np.int64)
    tried = np.zeros(len(grid), np.uint8)
    trees.backtrack(grid, tried, rooms.turns, stack, int(rooms.rooms[1]))
    expected = ["   # ", " ### ", "     ", "#### ", "     "]  # the upper right room is a dead end
    assert ["".join(" #"[int(wall)] for wall in row) for row in rooms.walls(grid)] == expected


def test_walk_erases_its_loops_and_draws_again_at_the_rim():
    grid, leaving = ROOMS.blank.copy(), np.zeros(len(ROOMS.blank), np.int64)
    grid[LOWER_RIGHT] = OPEN
    state = np.array([0, UPPER_LEFT])
    first = np.array([NORTH, EAST, WEST, SOUTH], np.uint8)  # out, to the right, back, down
    assert not trees.walk(grid, first, ROOMS.turns, ROOMS.rooms, leaving, state)
    assert state.tolist() == [0, LOWER_LEFT]
    then = np.array([EAST, WEST, SOUTH, EAST], np.uint8)  # in; the last room goes west, then done
    assert trees.walk(grid, then, ROOMS.turns, ROOMS.rooms, leaving, state)
    assert open_doors(grid) == [[False, False, False], [False, True, True], [False, False, False]]


def test_grow_takes_the_door_that_the_number_picks():
    grid, doors = ROOMS.blank.copy(), np.empty(5, np.int64)
    last = np.full(5, 0.99)
    trees.grow(grid, last, ROOMS.turns, doors, UPPER_LEFT)  # always the newest: south, east, north
    assert open_doors(grid) == [[False, True, False], [False, True, False], [False, False, False]]


def test_join_opens_no_door_within_a_cluster():
    grid, leader = ROOMS.blank.copy(), np.arange(len(ROOMS.blank))
    grid[ROOMS.rooms] = OPEN
    order = [0, 3, 1, 2]  # top, right, bottom; the left one would close a loop
    opened = trees.join(grid, ROOMS.doors[order], ROOMS.halves[order], leader)
    assert opened == 3
    assert open_doors(grid) == U_SHAPE
