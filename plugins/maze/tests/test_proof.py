"""What is proven right is right in every maze, and what answers wrong is never proven."""

from copy import deepcopy

import numpy as np
import pytest
import torch
from thinkers_maze.problem import Maze

from thinkers import UnprovenError, installed

MOVE = Maze.encodings["move"]


@pytest.fixture(scope="module")
def shipped():
    registry = installed()
    return registry.load(registry.card("maze/proven")).thinker.eval()


@pytest.fixture(scope="module")
def mazes():
    """Mazes of every family that have a path."""
    problem = Maze()
    drawn = [
        maze
        for family in problem.families
        for maze in problem.generate(
            np.random.default_rng(3), 3, problem.sized(9, {"family": family})
        )
    ]
    return [maze for maze in drawn if problem.check(maze, maze.marks([])).possible]


def proof(thinker):
    """What is proven of a thinker, or why nothing is."""
    try:
        return MOVE.prove(thinker.least_steps())
    except UnprovenError as error:
        return str(error)


def right(thinker, maze):
    """Whether it walks a shortest path, by its own steps."""
    inputs = torch.from_numpy(MOVE.encode([maze]).inputs)
    with torch.no_grad():
        scores = thinker.unrolled(inputs, inputs[0, 0].numel() + 1)[0].numpy()
    return Maze().check(maze, MOVE.decode(scores, maze)).feasible


def test_the_shipped_model_is_proven_and_right_in_every_family(shipped, mazes):
    found = proof(shipped)
    assert "a shortest one" in found.claim
    assert found.margin > 0.1
    assert len(mazes) > 40
    assert all(right(shipped, maze) for maze in mazes)


@pytest.mark.parametrize("size", [0.01, 0.1, 0.3])
def test_of_changed_thinkers_only_right_ones_are_proven(shipped, mazes, size):
    proven = 0
    for seed in range(8):
        torch.manual_seed(seed)
        changed = deepcopy(shipped)
        with torch.no_grad():
            for weight in changed.parameters():
                weight += size * torch.randn_like(weight)
        if not isinstance(proof(changed), str):
            proven += 1
            assert all(right(changed, maze) for maze in mazes[seed::8])
    assert proven == 8 if size < 0.05 else proven < 8


@pytest.mark.parametrize(
    ("weight", "value", "said"),
    [
        ("source.bias", 9.0, "a cell is a source"),
        ("source.bias", -9.0, "the end is no source"),
        ("cost_here.bias", -9.0, "no way leads to a free cell"),
        ("cost_here.bias", 9.0, "ways lead through walls"),
    ],
)
def test_what_does_not_measure_distances_is_refused(shipped, weight, value, said):
    changed = deepcopy(shipped)
    with torch.no_grad():
        changed.get_parameter(weight).fill_(value)
    assert said in proof(changed)


def test_a_wrong_readout_is_found(shipped):
    changed = deepcopy(shipped)
    with torch.no_grad():
        changed.head[2].weight.neg_()
    assert "a wrong class scores higher" in proof(changed)


def test_of_several_heads_nothing_is_proven():
    torch.manual_seed(0)
    thinker = installed().thinkers()["dt-mp"].build(MOVE.signature, {"heads": 2, "binary": True})
    assert "more than one potential" in proof(thinker)
