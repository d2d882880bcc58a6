"""A turned or mirrored maze, read back from its colours, is solved by its targets."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from thinkers_maze.cropping import cropped
from thinkers_maze.instance import MazeInstance
from thinkers_maze.problem import Maze

MAZE = Maze()
COLOURS = {(0, 0, 0): "#", (1, 1, 1): " ", (0, 1, 0): "S", (1, 0, 0): "E"}
PIXELS = {"cell": (1, 1), "pixel": (3, 2)}
"""Border and step of the pixels that stand for cells."""


def read(inputs, encoding):
    """The maze in the colours of one picture, `(3, h, w)`."""
    border, step = PIXELS[encoding]
    inside = inputs[:, border:-border:step, border:-border:step].astype(int)
    letters = np.array([[COLOURS[tuple(pixel)] for pixel in row] for row in inside.T]).T
    ends = [tuple(np.argwhere(letters == letter)[0].tolist()) for letter in "SE"]
    return MazeInstance(letters == "#", *ends)


@pytest.mark.parametrize("encoding", PIXELS)
def test_the_targets_solve_what_the_colours_show(encoding, mazes, steps):
    @settings(max_examples=40, deadline=None)
    @given(mazes(largest=6), st.integers(0, 2**32))
    def holds(instance, seed):
        length = steps(instance)
        assume(length < np.inf)
        batch = MAZE.encodings[encoding].encode([instance] * 3, MAZE.label([instance] * 3))
        border, step = PIXELS[encoding]
        images = MAZE.encodings[encoding].augment(batch, np.random.default_rng(seed))
        for inputs, mask, targets in zip(images.inputs, images.mask, images.targets, strict=True):
            image = read(inputs, encoding)
            again = MAZE.encodings[encoding].encode([image])
            assert np.array_equal(again.inputs[0], inputs)
            assert np.array_equal(again.mask[0], mask)
            marks = targets[border:-border:step, border:-border:step].astype(np.int8)
            verdict = MAZE.check(image, marks)
            assert verdict.feasible, verdict.reason
            assert verdict.cost == length - len(cropped(instance).crossed)

    holds()


@pytest.mark.parametrize(("drawing", "images"), [("S #/   /#E ", 8), ("S # / E  ", 4)])
def test_all_symmetries_come_up(maze, drawing, images):
    cell = MAZE.encodings["cell"]
    batch = cell.encode([maze(drawing)] * 200, MAZE.label([maze(drawing)] * 200))
    turned = cell.augment(batch, np.random.default_rng(0))
    assert len({inputs.tobytes() for inputs in turned.inputs}) == images
