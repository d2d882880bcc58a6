"""The check accepts exactly the simple paths of the shortest length, and says what is wrong."""

import re
from functools import partial
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thinkers_maze.check import Survey, check
from thinkers_maze.instance import UNDECIDED
from thinkers_maze.shortest import shortest_path

from thinkers import SolveError, run_kernel

SLOW_IS_FINE = [HealthCheck.too_slow]
"""On a busy machine; nothing here depends on the time that it takes."""


def run(compiled, kernel, *arguments):
    return run_kernel(kernel, compiled, *arguments)


def simple_paths(instance):
    """Every simple path from start to end, by trying all."""
    found, waiting = [], [[instance.start]]
    while waiting:
        path = waiting.pop()
        if path[-1] == instance.end:
            found.append(frozenset(path))
            continue
        waiting += [[*path, cell] for cell in instance.beside(path[-1]) if cell not in path]
    return found


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_right_answers_are_exactly_the_shortest_paths(data, mazes):
    instance = data.draw(mazes(largest=3))
    paths = simple_paths(instance)
    least = min(map(len, paths), default=0)
    right = {path for path in paths if len(path) == least}
    free = np.argwhere(~instance.walls).tolist()
    for picked in product((False, True), repeat=len(free)):
        cells = [tuple(cell) for cell, chosen in zip(free, picked, strict=True) if chosen]
        verdict = check(instance, instance.marks(cells))
        assert verdict.feasible == (frozenset(cells) in right), verdict.reason
        assert verdict.feasible == (verdict.reason == "")
        if verdict.feasible:
            assert verdict.cost == least - 1
            assert verdict.accuracy == 1.0
        elif right:
            agreements = [
                sum((tuple(cell) in cells) == (tuple(cell) in path) for cell in free)
                for path in right
            ]
            assert verdict.accuracy == pytest.approx(max(agreements) / len(free))


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[1, 1, 1]], r"expected marks of shape \(3, 3\), got \(1, 3\)"),
        ([[1, 1, 1], [1, 0, 1], [0, 0, 0]], r"cell \(1, 0\) is marked, but a wall"),
        ([[1, 1, UNDECIDED], [0, 0, 1], [0, 0, 1]], r"cell \(0, 2\) is undecided"),
        ([[0, 1, 1], [0, 0, 1], [0, 0, 1]], r"the start \(0, 0\) is not marked"),
        ([[1, 1, 1], [0, 0, 1], [0, 0, 0]], r"the end \(2, 2\) is not marked"),
        ([[1, 0, 1], [0, 0, 1], [0, 0, 1]], r"the path breaks off at \(0, 0\)"),
        ([[1, 1, 1], [0, 0, 1], [0, 1, 1]], r"the path branches at \(2, 2\)"),
    ],
)
def test_reasons(maze, marks, reason):
    instance = maze("S../##./..E")
    verdict = check(instance, np.array(marks, np.int8))
    assert not verdict.feasible
    assert verdict.cost == np.inf
    assert re.fullmatch(reason, verdict.reason)


def test_either_of_two_shortest_paths_is_right(two_ways):
    left = [(0, 0), (0, 1), (1, 1), (2, 1), (3, 1), (3, 2), (3, 3), (3, 4), (3, 5), (4, 5)]
    right = [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 4), (2, 4), (3, 4), (3, 5), (4, 5)]
    for cells in (left, right):
        verdict = check(two_ways, two_ways.marks(cells))
        assert verdict.feasible
        assert verdict.cost == 9
        assert verdict.accuracy == 1.0
        assert check(two_ways, two_ways.marks(cells[:4])).accuracy > 0.6


def test_a_longer_path_is_said_to_be_longer(maze):
    instance = maze("S.E/...")
    verdict = check(instance, instance.marks([(0, 0), (1, 0), (1, 1), (1, 2), (0, 2)]))
    assert verdict.reason == "the path is 4 steps long, the shortest is 2"


def test_a_ring_beside_the_path_is_no_part_of_it(maze):
    instance = maze("S..E/..../..../....")
    ring = [(2, 0), (2, 1), (3, 0), (3, 1)]
    path = [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert check(instance, instance.marks(path)).feasible
    assert check(instance, instance.marks(path + ring)).reason == "some marks are not on the path"


def test_a_maze_without_a_path_has_no_right_answer(maze):
    verdict = check(maze("S#E"), np.array([[1, 0, 1]], np.int8))
    assert verdict.reason == "no path leads from start to end"
    assert not verdict.possible
    assert verdict.accuracy == 0.0


@pytest.mark.parametrize(("wrong", "accuracy"), [(0, 1.0), (1, 0.8), (5, 0.0)])
def test_accuracy_is_the_share_of_free_cells_that_are_right(maze, wrong, accuracy):
    marks = np.ones((1, 5), np.int8)
    marks[0, :wrong] = 0
    assert check(maze("S   E"), marks).accuracy == pytest.approx(accuracy)


@settings(max_examples=300, deadline=None, suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_the_verdict_is_the_same_by_compiled_code(data, mazes):
    pytest.importorskip("numba")
    instance = data.draw(mazes(largest=6))
    shape = instance.walls.shape
    kinds = data.draw(st.lists(st.sampled_from([0, 1, 1, UNDECIDED, 256]), min_size=1, max_size=6))
    picked = data.draw(st.lists(st.integers(0, instance.walls.size - 1), max_size=6))
    try:
        marks = shortest_path(instance, compiled=False).astype(np.int64)
    except SolveError:
        marks = np.zeros(shape, np.int64)
    for place, kind in zip(picked, kinds, strict=False):
        marks.ravel()[place] = kind
    plain, compiled = (
        Survey(instance, marks, partial(run, way)).verdict() for way in (False, True)
    )
    assert plain == compiled
