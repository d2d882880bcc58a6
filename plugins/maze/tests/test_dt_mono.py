"""Filling dead ends is within the reach of DT-Mono: weights set by hand solve mazes of any size."""

import numpy as np
import pytest
import torch
from thinkers_maze.problem import Maze

from thinkers.engine.loop import think
from thinkers.engine.stop import Converged
from thinkers.nets import DTMono

SHARP = 12.0


def filler():
    """One feature: a cell is dead when three of its four neighbours are, unless it is an end."""
    thinker = DTMono.build(Maze.encodings["cell"].signature, {"width": 1}).eval()
    rise, seen = (
        layer.parametrizations.weight.original for layer in (thinker.rise, thinker.recall_input)
    )
    with torch.no_grad():
        rise.copy_(torch.tensor([-30.0, np.log(SHARP), -30.0]))  # centre, sides, corners
        seen.zero_()
        seen[0, :, 0] = SHARP * torch.tensor([-12.0, -12.0, 20.5])  # free: -2.5, ends: -11
        thinker.recall_input.bias.fill_(SHARP)  # walls: 1
        first, _, second = thinker.head
        first.weight.fill_(1.0), first.bias.zero_()
        second.weight.copy_(torch.tensor([1.0, -1.0]).view(2, 1, 1, 1))
        second.bias.copy_(torch.tensor([-0.5, 0.5]))
    return thinker


@pytest.mark.parametrize("size", [9, 33])
def test_hand_set_weights_solve_every_maze(size):
    problem = Maze()
    mazes = problem.generate(np.random.default_rng(0), 10, problem.Params(size=size))
    inputs = torch.from_numpy(problem.encodings["cell"].encode(mazes).inputs)
    thoughts = think(filler(), inputs, Converged(1e-6))
    for maze, scores in zip(mazes, thoughts.scores, strict=True):
        assert problem.check(maze, problem.encodings["cell"].decode(scores, maze)).accuracy == 1
