"""Mazes follow from the seed alone, compiled or not, and near ends are near."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.generator import generate
from thinkers_maze.layouts import LAYOUTS, TREES
from thinkers_maze.params import MazeParams
from thinkers_maze.shortest import shortest_path

from thinkers.errors import ConfigError

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""

KINDS = [*TREES, "percolation"]


def draw(seed, count, size, algorithm, loops=0.0, compiled=False, **others):
    params = MazeParams(size=size, algorithm=algorithm, loops=loops, **others)
    return generate(np.random.default_rng(seed), count, params, compiled)


def described(mazes):
    return [(maze.walls.tolist(), maze.start, maze.end) for maze in mazes]


@pytest.mark.parametrize("algorithm", KINDS)
@pytest.mark.parametrize("loops", [0.0, 0.2])
def test_the_first_mazes_do_not_depend_on_the_count(algorithm, loops):
    few, many = draw(5, 2, 11, algorithm, loops), draw(5, 6, 11, algorithm, loops)
    assert described(few) == described(many[:2])
    assert len({str(each) for each in described(many)}) == 6


@pytest.mark.parametrize("algorithm", KINDS)
def test_compiled_mazes_are_the_same(algorithm):
    pytest.importorskip("numba")
    for size, loops in ((9, 0.0), (33, 0.3)):
        plain = draw(6, 20, size, algorithm, loops)
        assert described(plain) == described(draw(6, 20, size, algorithm, loops, compiled=True))


@pytest.mark.parametrize("algorithm", KINDS)
def test_a_maze_of_size_801(algorithm):
    (maze,) = draw(8, 1, 801, algorithm)
    assert maze.walls.shape == (801, 801)
    assert shortest_path(maze, compiled=False).sum() > 100


@pytest.mark.parametrize("algorithm", KINDS)
def test_near_ends_are_so_many_steps_apart_and_all_else_is_as_before(steps, algorithm):
    anywhere = draw(4, 200, 13, algorithm)
    near = draw(4, 200, 13, algorithm, apart=6)
    assert {steps(maze) for maze in near} == {2, 4, 6}
    for maze, before in zip(near, anywhere, strict=True):
        assert np.array_equal(maze.walls, before.walls)
        assert maze.start == before.start


def test_all_doors_blocked_leave_no_two_ends(monkeypatch):
    monkeypatch.setattr("thinkers_maze.generator.MAX_DRAWS", 10)
    with pytest.raises(ConfigError, match=r"none of 10 mazes has two ends with .* 1 or more steps"):
        draw(0, 1, 9, "dfs", blocked=1.0)


OPTIONS = st.fixed_dictionaries(
    {"algorithm": st.sampled_from(list(LAYOUTS)), "size": st.sampled_from([3, 5, 9])},
    optional={
        "loops": st.sampled_from([0.1, 1.0]),
        "blocked": st.sampled_from([0.1, 0.4]),
        "apart": st.sampled_from([2, 3, 8]),
        "ends": st.sampled_from(["cells", "gaps"]),
        "margin": st.integers(0, 3),
        "ratio": st.sampled_from([0.2, 0.7, 1.5]),
        "most_walls": st.sampled_from([0.1, 0.7]),
        "least_path": st.sampled_from([30, 60]),
        "most_path": st.sampled_from([60, 90]),
    },
)


def test_any_options_give_mazes_that_keep_them_or_are_refused(steps, monkeypatch):
    monkeypatch.setattr("thinkers_maze.generator.MAX_DRAWS", 100)
    monkeypatch.setattr("thinkers_maze.generator.MAX_RARE_DRAWS", 100)
    drawn, refused = 0, []

    @settings(max_examples=100, deadline=None, suppress_health_check=SLOW_IS_FINE)
    @given(options=OPTIONS, seed=st.integers(0, 2**32))
    def holds(options, seed):
        nonlocal drawn
        try:
            params = MazeParams.of(options)
            mazes = generate(np.random.default_rng(seed), 2, params, compiled=False)
        except ConfigError as error:
            refused.append(str(error))
            return
        drawn += 1
        rows, cols = params.shape
        extra = params.margin + 2 * (params.ends == "gaps")
        least, most = params.path
        assert len(mazes) == 2
        for maze in mazes:
            assert maze.shape == (rows + extra, cols + extra)
            assert max(1, least) <= steps(maze) <= min(most or np.inf, params.apart or np.inf)

    holds()
    assert drawn > 10
    assert all(map(str.isprintable, refused))
