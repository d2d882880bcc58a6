"""Every family is what its name says; options that do not go together are refused."""

import numpy as np
import pytest
from thinkers_maze.layouts import TREES
from thinkers_maze.params import FAMILIES
from thinkers_maze.problem import Maze

from thinkers.errors import ConfigError

MAZE = Maze()
CONNECTED = [
    *TREES, "dfs-anywhere", "wilson-anywhere", "prim-anywhere", "kruskal-anywhere", "gaps",
    "frames", "non-square", "maze-unique", "loops-0.05", "loops-0.2", "loops-0.5", "rooms",
]  # fmt: skip
WITHOUT_LOOPS = CONNECTED[:12]


def draw(family, size=9, count=30, seed=0, **others):
    params = MAZE.sized(size, {"family": family, **others})
    return MAZE.generate(np.random.default_rng(seed), count, params)


def described(mazes):
    return [MAZE.describe(maze) for maze in mazes]


def traits(family, **others):
    return frozenset().union(*(MAZE.traits(maze) for maze in draw(family, **others)))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("size", [3, 5, 9, 15])
def test_a_way_leads_from_start_to_end_and_the_first_do_not_depend_on_the_count(
    family, size, steps
):
    mazes = draw(family, size, 8)
    assert described(draw(family, size, 3)) == described(mazes[:3])
    for maze in mazes:
        assert np.isfinite(steps(maze))


@pytest.mark.parametrize("family", FAMILIES)
def test_compiled_mazes_are_the_same(family):
    pytest.importorskip("numba")
    from thinkers_maze.generator import generate

    params = MAZE.sized(13, {"family": family})
    plain, fast = (
        generate(np.random.default_rng(1), 8, params, compiled) for compiled in (False, True)
    )
    assert described(plain) == described(fast)


@pytest.mark.parametrize("family", CONNECTED)
def test_all_free_cells_are_connected_and_trees_have_no_loop(family, topology):
    for maze in draw(family):
        components, loops = topology(maze)
        assert components == 1
        if family in WITHOUT_LOOPS:
            assert loops == 0


@pytest.mark.parametrize("family", ["loops-0.05", "loops-0.2", "loops-0.5"])
def test_loops_have_the_density_that_the_name_says(family, topology):
    closed = 2 * 17 * 16 - (17 * 17 - 1)
    loops = [topology(maze)[1] / closed for maze in draw(family, 33, 120)]
    assert np.mean(loops) == pytest.approx(float(family.removeprefix("loops-")), rel=0.1)


@pytest.mark.parametrize("family", ["dfs-anywhere", "frames", "non-square", "cells", "rooms"])
def test_ends_anywhere_lie_on_every_kind_of_free_cell(family):
    mazes = draw(family, 7, 200, margin=0)
    kinds = {(row % 2, col % 2) for maze in mazes for row, col in (maze.start, maze.end)}
    assert kinds >= {(0, 0), (0, 1), (1, 0)}
    assert ("ends in corridors" in traits(family)) == (family not in ("cells", "rooms"))


def test_gaps_are_two_openings_of_an_outer_wall_apart_from_each_other():
    for maze in draw("gaps", 5, 200):
        rows, cols = maze.shape
        assert (rows, cols) == (7, 7)
        for row, col in (maze.start, maze.end):
            assert (row in (0, rows - 1)) != (col in (0, cols - 1))
        rim = maze.walls.sum() - maze.walls[1:-1, 1:-1].sum()
        assert rim == 2 * rows + 2 * cols - 4 - 2
        (top, left), (bottom, right) = maze.start, maze.end
        assert abs(top - bottom) + abs(left - right) > 1
        assert MAZE.encodings["cell"].shape(maze) == (7, 7)  # 5 x 5 cells inside, and the border


def test_frames_are_walls_at_any_place():
    mazes = draw("frames", 5, 100)
    assert {maze.shape for maze in mazes} == {(8, 8)}
    places = {tuple(np.argwhere(~maze.walls).min(0).tolist()) for maze in mazes}
    assert places == {(row, col) for row in range(4) for col in range(4)}
    for maze, plain in zip(mazes, draw("dfs-anywhere", 5, 100), strict=True):
        top, left = np.argwhere(~maze.walls).min(0)
        np.testing.assert_array_equal(maze.walls[top : top + 5, left : left + 5], plain.walls)
        assert (~maze.walls).sum() == (~plain.walls).sum()


def test_blocked_doors_cut_parts_off(topology):
    found = [topology(maze) for maze in draw("unreachable", 13)]
    assert all(loops == 0 for _, loops in found)
    assert np.mean([components > 1 for components, _ in found]) > 0.9


@pytest.mark.parametrize("family", ["percolation", "cells", "unreachable"])
def test_both_ends_lie_in_the_largest_part(family):
    for maze in draw(family, 13, 60):
        free = set(map(tuple, np.argwhere(~maze.walls).tolist()))
        found = []
        while free:
            wave = {next(iter(free))}
            part = set[tuple[int, int]]()
            while wave:
                part |= wave
                beside = {(r + d, c) for r, c in wave for d in (-1, 1)}
                beside |= {(r, c + d) for r, c in wave for d in (-1, 1)}
                wave = (beside & free) - part
            free -= part
            found.append(part)
        (held,) = (part for part in found if maze.start in part)
        assert maze.end in held
        assert len(held) == max(map(len, found))


def test_non_square_boards_have_fewer_columns():
    assert {maze.shape for maze in draw("non-square", 13)} == {(13, 7)}
    assert {maze.shape for maze in draw("dfs", 9, ratio=2.0)} == {(9, 17)}
    assert {maze.shape for maze in draw("cells", 9, ratio=2.0)} == {(9, 18)}


def test_random_cells_have_every_share_of_walls_in_the_range():
    shares = [maze.walls.mean() for maze in draw("cells", 20, 300)]
    assert 0.1 <= min(shares) < 0.12
    assert 0.43 < max(shares) <= 0.45
    assert np.mean(shares) == pytest.approx(0.275, abs=0.02)
    assert traits("cells") >= {"loops", "open areas", "unreachable cells", "not on a room grid"}


def test_rooms_are_open_areas_between_straight_walls():
    open_areas = 0
    for maze in draw("rooms", 15):
        assert not maze.walls[::2, ::2].any()
        open_areas += "open areas" in MAZE.traits(maze)
    assert open_areas == 30


def test_maze_unique_at_its_size(steps, topology):
    mazes = draw("maze-unique", 29, 80)
    lengths = [steps(maze) for maze in mazes]
    assert {maze.shape for maze in mazes} == {(30, 30)}
    assert 100 <= min(lengths) < 107 < 133 < max(lengths) <= 140
    assert np.mean(lengths) == pytest.approx(120, abs=5)  # 3.8 standard errors of a uniform mean
    assert {topology(maze) for maze in mazes[:20]} == {(1, 0)}


def test_maze_hard_at_its_size(steps):
    for maze in draw("maze-hard", 30, 2):
        assert maze.shape == (30, 30)
        assert 270 <= maze.walls.sum() <= 450
        assert steps(maze) > 110


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"algorithm": "cells", "loops": 0.1}, "loops and blocked are about doors"),
        ({"ends": "gaps", "margin": 1}, "margin: gaps lie in the outer wall"),
        ({"algorithm": "cells", "least_walls": 0.5}, "least_walls: expected at most most_walls"),
        ({"least_path": 9, "most_path": 8}, "most_path: expected at least least_path"),
        ({"ratio": 0.0}, "ratio: input should be greater than or equal to 0.1"),
    ],
)
def test_options_that_do_not_go_together(options, words):
    with pytest.raises(ConfigError, match=words):
        MAZE.params(options)


def test_a_path_that_no_maze_has_is_an_error(monkeypatch):
    monkeypatch.setattr("thinkers_maze.generator.MAX_RARE_DRAWS", 20)
    with pytest.raises(ConfigError, match=r"none of 20 mazes .* path of 63 or more steps"):
        MAZE.generate(np.random.default_rng(0), 1, MAZE.params({"size": 7, "least_path": 1157}))


TRAITS = {
    **dict.fromkeys(TREES, ""),
    **dict.fromkeys([*WITHOUT_LOOPS[4:10], "maze-unique"], "ends in corridors"),
    "non-square": "ends in corridors, non-square",
    "unreachable": "ends in corridors, unreachable cells",
    **dict.fromkeys(["loops-0.05", "loops-0.2", "loops-0.5"], "ends in corridors, loops"),
    "percolation": "ends in corridors, loops, unreachable cells",
    "rooms": "loops, not on a room grid, open areas",
    **dict.fromkeys(
        ["cells", "maze-hard"], "loops, not on a room grid, open areas, unreachable cells"
    ),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_traits_tell_what_a_family_has_and_nothing_else(family):
    assert ", ".join(sorted(traits(family, count=60))) == TRAITS[family]
