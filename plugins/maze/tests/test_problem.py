"""The problem keeps every rule of its contract, for all generators, and refuses bad options."""

from typing import get_args

import numpy as np
import pytest
from thinkers_maze.formats import READERS
from thinkers_maze.layouts import LAYOUTS
from thinkers_maze.params import MazeParams
from thinkers_maze.problem import Maze

from thinkers import InvalidInstanceError, SolveError
from thinkers.errors import ConfigError
from thinkers.testing import problem_checks

MAZE = Maze()
KINDS = [*LAYOUTS]
CHECKS = [
    pytest.param(check, id=f"{algorithm}, loops {loops}: {check}")
    for algorithm, loops in [*((kind, 0.0) for kind in KINDS), ("dfs", 0.2)]
    for check in problem_checks(MAZE, MazeParams(size=7, algorithm=algorithm, loops=loops))
]


@pytest.mark.parametrize("check", CHECKS)
def test_contract(check):
    check()


def test_every_algorithm_is_an_option():
    assert set(get_args(MazeParams.model_fields["algorithm"].annotation)) == set(KINDS)


def test_every_suffix_has_a_format():
    assert {form.suffix for form in MAZE.formats if form.reads} == set(READERS)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"size": 10}, "size: expected an odd number of cells a side"),
        ({"size": 1}, "size: input should be greater than or equal to 3"),
        ({"loops": 1.5}, "loops: input should be less than or equal to 1"),
        ({"algorithm": "maze"}, "algorithm: input should be 'dfs'"),
        ({"sise": 9}, "unknown key 'sise', did you mean 'size'"),
    ],
)
def test_bad_options_are_one_clear_line(options, words):
    with pytest.raises(ConfigError, match=words) as caught:
        MazeParams.of(options)
    assert "\n" not in str(caught.value)


def test_labels_of_the_toy_are_its_answer():
    instance, answer = MAZE.toy()
    np.testing.assert_array_equal(MAZE.label([instance])[0], answer)
    assert MAZE.check(instance, answer).cost == 6


@pytest.mark.parametrize("instance", [np.zeros((3, 3), bool), [[0, 0]], "S E"])
def test_an_array_is_no_instance(instance):
    with pytest.raises(InvalidInstanceError, match=r"^expected MazeInstance, got "):
        MAZE.check(instance, MAZE.toy()[1])


def test_a_maze_without_a_path_has_no_label(maze):
    with pytest.raises(SolveError, match="no path leads from start to end"):
        MAZE.label([maze("S#E")])


@pytest.mark.parametrize("kind", KINDS)
def test_the_bound_is_the_cost_of_a_label(kind):
    params = MazeParams(size=9, algorithm=kind)
    for instance in MAZE.generate(np.random.default_rng(0), 3, params):
        [label] = MAZE.label([instance])
        assert MAZE.lower_bound(instance) == MAZE.check(instance, label).cost


def test_a_maze_without_a_path_has_no_bound(maze):
    assert MAZE.lower_bound(maze("S#E")) is None


def test_mazes_of_one_shape_share_a_batch():
    instances = MAZE.generate(np.random.default_rng(0), 4, MazeParams(size=9))
    for encoding, side in (("cell", 11), ("pixel", 24)):
        batch = MAZE.encodings[encoding].encode(instances, MAZE.label(instances))
        assert batch.inputs.shape == (4, 3, side, side)
        assert batch.mask.shape == batch.targets.shape == (4, side, side)
        assert not batch.targets[~batch.mask].any()


def test_descriptions(maze):
    assert MAZE.describe(maze("S #E")) == {
        "name": "drawn", "rows": ["  # "], "start": [0, 0], "end": [0, 3]
    }  # fmt: skip
    assert MAZE.describe_solution(np.array([[1, 0, -1]], np.int8)) == {
        "marked": [[0, 0]], "undecided": [[0, 2]]
    }  # fmt: skip
