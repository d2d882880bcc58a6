"""Both runs keep their order, and between them lie all limits from anywhere between the starts."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from thinkers.certify import Activation, Linear, Recall, Residual, apply, enclose, require_monotone
from thinkers.certify.norms import nonnegative_norm
from thinkers.errors import ThinkersError

SHAPE = (1, 4, 10, 10)


def chain(norm, kind="tanh"):
    kernel = torch.from_numpy(np.abs(np.random.default_rng(0).standard_normal((4, 4, 3, 3))))
    kernel = kernel * norm / nonnegative_norm(kernel)
    return [Linear("map", kernel), Recall(), Activation("act", kind)]


def drive():
    return torch.from_numpy(0.3 * np.random.default_rng(1).standard_normal(SHAPE))


def both(pieces, iterations):
    ends = torch.ones(SHAPE, dtype=torch.float64)
    return enclose(pieces, drive(), -ends, ends, iterations)


def test_a_contraction_is_enclosed_to_a_point():
    assert both(chain(0.8), 100).width.max() < 1e-8


@pytest.mark.parametrize("norm", [0.9, 1.5, 3.0])
def test_the_limits_from_random_starts_lie_between(norm):
    pieces, found = chain(norm), both(chain(norm), 60)
    generator = torch.Generator().manual_seed(0)
    for _ in range(20):
        thought = 2 * torch.rand(SHAPE, generator=generator, dtype=torch.float64) - 1
        for _ in range(60):
            thought = apply(pieces, thought, drive())
        assert ((found.low - 1e-9 <= thought) & (thought <= found.high + 1e-9)).all()


def test_the_width_never_grows():
    widths = [both(chain(1.5), iterations).width for iterations in (1, 2, 5, 20)]
    for before, after in pairwise(widths):
        assert (after <= before + 1e-12).all()


def test_several_fixed_points_are_left_undecided():
    pieces = chain(3.0)
    ends = torch.ones(SHAPE, dtype=torch.float64)
    quiet = torch.zeros(SHAPE, dtype=torch.float64)
    assert enclose(pieces, quiet, -ends, ends, 200).width.max() > 0.5


def test_what_is_reachable_in_a_maze_is_exact():
    """φ <- clamp(spread(φ) + start) on free cells: the least fixed point is reachability."""
    rows = ["..#..", ".##.#", "...#.", "##..#", "....."]
    free = torch.tensor([[cell == "." for cell in row] for row in rows])
    cross = torch.tensor([[0.0, 1, 0], [1, 1, 1], [0, 1, 0]]).view(1, 1, 3, 3)
    wall = torch.where(free, 0.0, -10.0).view(1, 1, 5, 5)
    start = wall.clone()
    start[0, 0, 0, 0] += 1
    pieces = [Linear("spread", cross), Recall(), Activation("act", "clamp")]
    low = torch.zeros(1, 1, 5, 5)
    found = enclose(pieces, start, low, torch.ones_like(low), 30).low[0, 0] > 0.5
    seen, front = set(), [(0, 0)]
    while front:
        y, x = front.pop()
        if (y, x) in seen or not (0 <= y < 5 and 0 <= x < 5) or rows[y][x] == "#":
            continue
        seen.add((y, x))
        front += [(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)]
    assert {tuple(cell) for cell in found.nonzero().tolist()} == seen


def test_signed_kernels_and_weights_are_refused():
    good = chain(0.5)
    one = torch.ones(1)
    for bad in (
        [Linear("map", -good[0].kernel)],
        [Linear("map", good[0].kernel, factor=-1.0)],
        [Residual("block", good, keep=one, take=-one)],
        [Residual("block", [Linear("map", -good[0].kernel)], keep=one, take=one)],
    ):
        with pytest.raises(ThinkersError, match="does not keep the order of thoughts"):
            require_monotone(bad)
    require_monotone([*good, Residual("block", good, keep=one, take=one)])


def test_starts_that_the_step_leaves_are_refused():
    low = torch.zeros(SHAPE, dtype=torch.float64)
    with pytest.raises(ThinkersError, match=r"expected low <= step\(low\)"):
        enclose(chain(0.5), drive(), low, low + 0.01, 5)
