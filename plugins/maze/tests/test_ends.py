"""Ends lie where they are said to, in one part, and neither too near nor too far."""

import numpy as np
import pytest
from thinkers_maze.ends import largest_part, partner, places
from thinkers_maze.shortest import distances


def cells_of(array):
    return sorted(map(tuple, array.tolist()))


@pytest.fixture
def walls(maze):
    """Two rows of free cells with a wall between, and a single cell apart."""
    return maze("S...#/####./.E#.#/#####").walls


def test_rooms_are_free_cells_at_even_rows_and_columns(walls):
    assert cells_of(places(walls, "rooms").ends) == [(0, 0), (0, 2), (2, 0)]


def test_cells_are_all_that_are_free(walls):
    assert cells_of(places(walls, "cells").ends) == cells_of(np.argwhere(~walls))


def test_gaps_lie_in_the_outer_wall_before_a_free_cell(maze):
    framed = maze("#####/#S.##/##.##/###E#/#####").walls
    found = places(framed, "gaps")
    ends, inside = map(tuple, found.ends.tolist()), map(tuple, found.inside.tolist())
    pairs = set(zip(ends, inside, strict=True))
    assert pairs == {
        ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 2), (1, 2)), ((4, 3), (3, 3)), ((3, 4), (3, 3)),
    }  # fmt: skip


def test_the_largest_part(walls):
    np.testing.assert_array_equal(
        np.argwhere(largest_part(walls, False)), [(0, 0), (0, 1), (0, 2), (0, 3)]
    )
    assert not largest_part(np.ones((3, 3), bool), False).any()


@pytest.mark.parametrize(
    ("least", "most", "steps"),
    [(0, None, {1, 2, 3}), (2, None, {2, 3}), (0, 2, {1, 2}), (2, 2, {2}), (4, None, set())],
)
def test_a_partner_is_so_many_steps_away(walls, least, most, steps):
    found = places(walls, "cells")
    one = cells_of(found.ends).index((0, 0))
    rng, far = np.random.default_rng(0), distances(walls, (0, 0))
    chosen = [partner(rng, found, one, far, least, most) for _ in range(60)]
    assert {int(far[tuple(found.ends[each])]) for each in chosen if each is not None} == steps


def test_steps_between_gaps_count_both_and_leave_out_what_touches(maze):
    framed = maze("######/#S..E#/######").walls
    found = places(framed, "gaps")
    one = found.ends.tolist().index([0, 1])
    steps = found.steps(distances(framed, (1, 1)), one)
    told = {tuple(found.ends[n].tolist()): int(steps[n]) for n in range(len(found))}
    assert told == {
        (0, 1): -1, (1, 0): -1, (2, 1): -1, (0, 2): -1, (2, 2): 3, (0, 3): 4, (2, 3): 4,
        (0, 4): 5, (2, 4): 5, (1, 5): 5,
    }  # fmt: skip
