"""Leaving out what says nothing changes no problem: the inner part has the whole maze's paths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_maze.check import check
from thinkers_maze.cropping import cropped
from thinkers_maze.generator import generate
from thinkers_maze.instance import MazeInstance
from thinkers_maze.params import MazeParams
from thinkers_maze.problem import Maze
from thinkers_maze.shortest import shortest_path

MAZE = Maze()

FEW = settings(max_examples=150, deadline=None)


def simple_paths(maze):
    """Every simple path from start to end, as a set of cells, by trying all."""
    found, waiting = set(), [[maze.start]]
    while waiting:
        path = waiting.pop()
        if path[-1] == maze.end:
            found.add(frozenset(path))
            continue
        waiting += [[*path, cell] for cell in maze.beside(path[-1]) if cell not in path]
    return found


def test_gaps_by_hand(maze):
    part = cropped(maze("#S###/#..##/##..#/###E#"))
    assert part.inner.walls.tolist() == [[False, False, True], [True, False, False]]
    assert (part.inner.start, part.inner.end, part.corner) == ((0, 0), (1, 2), (1, 1))
    assert sorted(part.crossed) == [(0, 1), (3, 3)]


@pytest.mark.parametrize(
    "picture", ["S.E", "S./.E", "S#../...#/#E..", "..#/S../#E.", "S#./..E/.##", "SE"]
)
def test_mazes_without_walls_around_them_stay_whole(maze, picture):
    whole = maze(picture)
    assert cropped(whole).inner is whole
    assert not cropped(whole).crossed


@pytest.mark.parametrize("widths", [((1, 1), (1, 1)), ((2, 0), (0, 3)), ((4, 4), (4, 4))])
def test_frames_of_any_width_are_left_out(maze, widths):
    inner = maze("S..#/..#./#..E")
    (top, _), (left, _) = widths
    start, end = ((row + top, col + left) for row, col in (inner.start, inner.end))
    walls = np.pad(inner.walls, widths, constant_values=True)
    part = cropped(MazeInstance(walls, start, end))
    np.testing.assert_array_equal(part.inner.walls, inner.walls)
    assert (part.inner.start, part.inner.end) == (inner.start, inner.end)


def test_a_gap_through_a_thick_frame_is_crossed(maze):
    part = cropped(maze("##S###/##.###/##..##/###.##/###E##"))
    assert part.inner.shape == (1, 2)
    assert len(part.crossed) == 4


@pytest.mark.parametrize("picture", ["#S#/#E#", "###/#S#/#E#/###"])
def test_ends_side_by_side_stay_apart(maze, picture):
    assert cropped(maze(picture)).inner.start != cropped(maze(picture)).inner.end


def test_paths_of_the_inner_part_are_those_of_the_whole(mazes):
    @FEW
    @given(mazes(largest=5))
    def holds(whole):
        part = cropped(whole)
        paths = {
            frozenset(map(tuple, np.argwhere(part.whole(part.inner.marks(path))).tolist()))
            for path in simple_paths(part.inner)
        }
        assert paths == simple_paths(whole)

    holds()


def framed(inner, width, gaps):
    """A maze in a frame, with its ends moved out of it as gaps where they lie at its rim."""
    walls = np.pad(inner.walls, width, constant_values=True)
    last = len(walls) - 1
    ends = []
    for row, col in (inner.start, inner.end):
        row, col = row + width, col + width
        while gaps and (row <= width or row >= last - width) and 0 < row < last:
            row += 1 if row > width else -1
            walls[row, col] = False
        ends.append((row, col))
    return MazeInstance(walls, *ends)


@pytest.mark.parametrize("encoding", ["cell", "pixel"])
@pytest.mark.parametrize("width", [1, 2])
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([5, 7, 9]), gaps=st.booleans())
def test_a_thinker_sees_the_same_with_a_frame_and_with_gaps_in_it(
    encoding, width, seed, size, gaps, steps
):
    params = MazeParams(size=size, algorithm="wilson", loops=0.2)
    (inner,) = generate(np.random.default_rng(seed), 1, params)
    whole = framed(inner, width, gaps)
    label = shortest_path(whole)
    seen = MAZE.encodings[encoding]
    batch, plain = (seen.encode([one], [shortest_path(one)]) for one in (whole, inner))
    assert seen.shape(whole) == seen.shape(inner)
    np.testing.assert_array_equal(batch.inputs, plain.inputs)
    (targets,) = batch.targets
    scores = np.stack([-targets, targets]).astype(np.float32) + 0.5
    decoded = seen.decode(scores, whole)
    np.testing.assert_array_equal(decoded, label)
    assert check(whole, decoded).cost == steps(whole)
