"""Flat positions mean the same as rows and columns, and no step of two leaves the array."""

import numpy as np
import pytest
from thinkers_maze.board import OPEN, OUTSIDE, WALL, board


@pytest.mark.parametrize("size", [3, 5, 9])
def test_steps_between_rooms_stay_in_the_array_and_outside_is_seen(size):
    rooms = board(size, size)
    for room in rooms.rooms.tolist():
        row, col = divmod(room, size + 2)
        inside = [row > 2, row < size + 1, col > 0, col < size - 1]
        there = [room - 2 * (size + 2), room + 2 * (size + 2), room - 2, room + 2]
        assert [rooms.blank[position] == WALL for position in there] == inside
        assert min(there) >= 0


def test_doors_lie_between_two_rooms():
    rooms = board(7, 7)
    known = set(rooms.rooms.tolist())
    assert len(rooms.rooms) == 16
    assert len(rooms.doors) == 24
    for door, half in zip(rooms.doors.tolist(), rooms.halves.tolist(), strict=True):
        assert {door - half, door + half} <= known
    assert (rooms.blank[rooms.doors] == WALL).all()


def test_every_order_of_the_four_neighbours_is_there_once():
    orders = board(5, 5).turns.reshape(24, 5)
    assert len({tuple(order) for order in orders.tolist()}) == 24
    assert all(sorted(order) == [-14, -2, 0, 2, 14] for order in orders.tolist())
    assert (orders[:, 4] == 0).all()


def test_walls_are_the_grid_without_its_margin():
    rooms = board(3, 3)
    grid = rooms.blank.copy()
    grid[rooms.rooms] = OPEN
    expected = [[False, True, False], [True, True, True], [False, True, False]]
    np.testing.assert_array_equal(rooms.walls(grid), expected)
    assert (rooms.blank == OUTSIDE).sum() == 7 * 5 - 9
