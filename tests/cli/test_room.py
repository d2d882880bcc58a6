"""What is too large to think of is refused before it is drawn, by the shape that it would have."""

import pickle

import numpy as np
import pytest
from thinkers_maze.problem import Maze
from thinkers_prefix_sums.problem import PrefixSums
from thinkers_tsp.problem import Tsp

from thinkers.cli.room import _bytes, _shape


@pytest.mark.parametrize("problem", [Maze(), PrefixSums(), Tsp()], ids=lambda each: each.name)
def test_the_shape_is_that_of_an_instance_that_is_drawn(problem):
    for size in (61, 99):
        params = problem.sized(size, {})
        [drawn] = problem.generate(np.random.default_rng(1), 1, params)
        for encoding in problem.encodings.values():
            assert _shape(problem, params, encoding) == encoding.shape(drawn)


def test_small_ones_are_not_looked_at():
    assert _shape(Tsp(), Tsp().sized(20, {}), Tsp.encodings["matrix"]) == ()


@pytest.mark.parametrize(
    "words",
    [
        "solve maze --size 200001",
        "solve prefix_sums --bits 3000000000000",
        "compare tsp --cities 3000000",
        "evaluate maze --sizes 9,200001",
    ],
)
def test_it_is_refused_before_it_is_drawn(refused, monkeypatch, words):
    for problem in (Maze, PrefixSums, Tsp):
        drawn = problem.generate

        def generate(self, rng, count, params, drawn=drawn):
            assert getattr(params, self.size_option) < 100
            return drawn(self, rng, count, params)

        monkeypatch.setattr(problem, "generate", generate)
    assert "to think, " in refused(*words.split())


def test_coordinates_take_little_room_however_many_pairs_there_are():
    params = Tsp().sized(100_000, {})
    [drawn] = Tsp().generate(np.random.default_rng(0), 1, params)
    assert len(pickle.dumps(drawn)) / 3 < _bytes(Tsp(), params) < 10 * len(pickle.dumps(drawn))
    assert _bytes(Maze(), Maze().sized(2001, {})) > 10**6
