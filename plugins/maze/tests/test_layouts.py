"""Layouts are what their names say: trees of the published lengths, open doors, straight walls."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.generator import generate
from thinkers_maze.layouts import TREES
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

KINDS = [*TREES, "percolation"]


def draw(seed, count, size, algorithm, loops=0.0, compiled=False, **others):
    params = MazeParams(size=size, algorithm=algorithm, loops=loops, **others)
    return generate(np.random.default_rng(seed), count, params, compiled)


@pytest.mark.parametrize("algorithm", TREES)
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(seed=st.integers(0, 2**32), rooms=st.integers(2, 9))
def test_trees_span_all_rooms_without_a_loop(topology, algorithm, seed, rooms):
    (maze,) = draw(seed, 1, 2 * rooms - 1, algorithm)
    assert maze.walls.shape == (2 * rooms - 1,) * 2
    assert not maze.walls[::2, ::2].any()
    assert maze.walls[1::2, 1::2].all()
    assert topology(maze) == (1, 0)


@pytest.mark.parametrize("algorithm", TREES)
def test_loops_are_doors_opened_with_the_chance_given(topology, algorithm):
    closed = 16 * 16  # of 2 * 17 * 16 doors, 17 * 17 - 1 are open in a tree
    loops = [topology(maze) for maze in draw(1, 60, 33, algorithm, loops=0.25)]
    assert {components for components, _ in loops} == {1}
    assert np.mean([found for _, found in loops]) == pytest.approx(closed / 4, rel=0.05)


@pytest.mark.parametrize("algorithm", KINDS)
def test_with_all_doors_open_only_pillars_stand(algorithm):
    (maze,) = draw(0, 1, 9, algorithm, loops=1.0)
    assert maze.walls.sum() == 4 * 4


@pytest.mark.parametrize(("loops", "share"), [(0.0, 0.5), (0.4, 0.7)])
def test_percolation_opens_doors_independently(loops, share):
    walls = np.array([maze.walls for maze in draw(2, 100, 17, "percolation", loops)])
    doors = np.concatenate([walls[:, ::2, 1::2].ravel(), walls[:, 1::2, ::2].ravel()])
    assert 1 - doors.mean() == pytest.approx(share, abs=0.02)
    assert not walls[:, ::2, ::2].any()


@pytest.mark.parametrize("size", [3, 5, 21])
def test_percolation_puts_both_ends_into_one_cluster(steps, size):
    for maze in draw(3, 30, size, "percolation"):
        assert np.isfinite(steps(maze))


@pytest.mark.parametrize("algorithm", KINDS)
def test_ends_are_distinct_rooms_and_all_of_them(algorithm):
    ends = {(maze.start, maze.end) for maze in draw(4, 400, 3, algorithm)}
    rooms = [(0, 0), (0, 2), (2, 0), (2, 2)]
    assert ends == {(one, other) for one in rooms for other in rooms if one != other}


def test_wilson_gives_every_tree_of_four_rooms_alike():
    doors = [maze.walls[[0, 1, 1, 2], [1, 0, 2, 1]] for maze in draw(7, 4000, 3, "wilson")]
    _, counts = np.unique(doors, axis=0, return_counts=True)
    assert len(counts) == 4
    np.testing.assert_allclose(counts, 1000, atol=100)


LENGTHS = {9: 21.57, 13: 39.79, 17: 62.61, 33: 194.4, 59: 529.7}
"""Mean steps of the published rule: `published_lengths`, compiled and apart from our code, over
2,000,000, 1,000,000, 800,000, 300,000 and 150,000 trees. Their standard errors are below 0.03 %."""

TABLE = {9: 21, 13: 39, 17: 65, 33: 199, 59: 561}
"""Means that were measured on few mazes."""

TABLE_MAZES = 340
"""How many a size: the likeliest number given those means and the longest paths among them, 46, 84,
142, 424 and about 1,090 (90 % interval: 180 to 576)."""


@pytest.mark.parametrize(("size", "count"), [(9, 5000), (13, 4000), (17, 3000), (33, 2500)])
def test_paths_are_as_long_as_published(size, count):
    assert_published(size, [shortest_path(one).sum() - 1 for one in draw(9, count, size, "dfs")])


def test_paths_of_size_59_are_as_long_as_published():
    pytest.importorskip("numba", reason="3,000 mazes of size 59 take half a minute without it")
    mazes = draw(9, 3000, 59, "dfs", compiled=True)
    assert_published(59, [shortest_path(one, compiled=True).sum() - 1 for one in mazes])


def assert_published(size, lengths):
    assert np.mean(lengths) == pytest.approx(LENGTHS[size], rel=0.03)
    table_error = np.std(lengths) / np.sqrt(TABLE_MAZES)  # 2.7 % of the mean and more
    assert abs(np.mean(lengths) - TABLE[size]) < 3 * table_error


def published_lengths(rng, rooms):
    """Mean steps from the start to the others by the rule of easy-to-hard-data's `make_mazes`.

    Depth first from the start, on to a random neighbour not yet reached, back where there is none;
    the end is any other room. The mean over all ends varies 6 times less than one length.
    """
    here = (int(rng.integers(rooms)), int(rng.integers(rooms)))
    depth, stack = {here: 0}, []
    while len(depth) < rooms * rooms:
        row, col = here
        around = ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1))
        fresh = [one for one in around if min(one) >= 0 and max(one) < rooms and one not in depth]
        if not fresh:
            here = stack.pop()
            continue
        stack.append(here)
        following = fresh[rng.integers(len(fresh))]
        depth[following] = depth[here] + 1
        here = following
    return 2 * sum(depth.values()) / (len(depth) - 1)


@pytest.mark.parametrize("size", LENGTHS)
def test_the_published_rule_gives_those_lengths(size):
    rng = np.random.default_rng(0)
    lengths = [published_lengths(rng, (size + 1) // 2) for _ in range(20_000 // size)]
    assert np.mean(lengths) == pytest.approx(LENGTHS[size], rel=0.03)


def test_division_leaves_areas_between_straight_walls_with_one_gap_each(topology):
    for maze in draw(3, 40, 17, "division"):
        assert topology(maze)[0] == 1
        assert not maze.walls[::2, ::2].any()
        inner = np.pad(maze.walls, 1, constant_values=True)
        for row, col in np.argwhere(inner[2:-1:2, 2:-1:2]) * 2 + 2:  # pillars stand in walls
            assert inner[row - 1 : row + 2, col].sum() + inner[row, col - 1 : col + 2].sum() >= 3


def test_cells_are_walls_in_the_share_asked_for_and_anywhere():
    mazes = draw(3, 400, 8, "cells", least_walls=0.25, most_walls=0.5)
    counts = [int(maze.walls.sum()) for maze in mazes]
    assert set(counts) == set(range(16, 33))
    np.testing.assert_allclose(np.mean([maze.walls for maze in mazes], axis=0), 0.375, atol=0.13)
