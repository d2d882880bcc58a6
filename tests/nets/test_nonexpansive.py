"""Orthogonal maps, shifts and MaxMin do what they say, entry by entry, and stretch nothing."""

import itertools

import numpy as np
import pytest
import torch

from thinkers.certify import dense_norm_exact
from thinkers.nets.nonexpansive import ROUNDING, shifted, turned
from thinkers.nets.parametrisations import Orthogonal


@pytest.mark.parametrize("scale", [1e-3, 1.0, 10.0])
def test_the_matrices_are_orthogonal_up_to_float32_and_their_determinant_is_one(scale):
    free = scale * torch.randn(3, 16, 16, generator=torch.Generator().manual_seed(0))
    made = Orthogonal()(free)
    assert (made.mT @ made - torch.eye(16)).abs().max() < 1e-5
    assert torch.allclose(torch.linalg.det(made.double()), torch.ones(3).double(), atol=1e-4)
    assert max(dense_norm_exact(each).high for each in made) < 1 + ROUNDING


def test_no_free_number_gives_the_identity():
    assert torch.equal(Orthogonal()(torch.ones(4, 4)), torch.eye(4))


def slow_shift(thought, distance):
    """Position by position: who moves where, and what falls off."""
    channels, *shape = thought.shape
    share = channels // (4 * len(shape))
    ways = [None] * (channels - 2 * len(shape) * share)
    for axis, sign in itertools.product(range(len(shape)), (1, -1)):
        ways += [(axis, sign)] * share
    moved = np.zeros_like(thought)
    for (channel, way), place in itertools.product(
        enumerate(ways), itertools.product(*map(range, shape))
    ):
        target = list(place)
        if way:
            target[way[0]] += way[1] * distance
        if all(0 <= t < n for t, n in zip(target, shape, strict=True)):
            moved[(channel, *target)] = thought[(channel, *place)]
    return moved


@pytest.mark.parametrize("shape", [(4, 1), (9, 6), (8, 1, 1), (10, 4, 5)])
@pytest.mark.parametrize("distance", [1, 2, 4, 7])
def test_a_shift_moves_each_channel_its_own_way_and_loses_what_leaves(shape, distance):
    thought = np.random.default_rng(0).normal(size=shape)
    found = shifted(torch.from_numpy(thought)[None], distance)[0].numpy()
    assert np.array_equal(found, slow_shift(thought, distance))


def test_a_shift_keeps_the_norm_of_what_does_not_reach_the_border():
    thought = torch.zeros(1, 8, 9, 9)
    thought[..., 3:6, 3:6] = torch.randn(1, 8, 3, 3)
    assert torch.allclose(shifted(thought, 3).norm(), thought.norm())


@pytest.mark.parametrize("n", [1, 2, 7])
def test_mixing_pairs_of_cities_is_orthogonal_and_does_not_see_their_numbers(n):
    generator = torch.Generator().manual_seed(0)
    thought = torch.randn(2, 16, n, n, dtype=torch.float64, generator=generator)
    found = turned(thought)
    assert torch.allclose(found.norm(), thought.norm())
    order = torch.randperm(n, generator=generator)
    renumbered = turned(thought[:, :, order][..., order])
    assert torch.allclose(renumbered, found[:, :, order][..., order])
    assert torch.equal(found[:, :8], thought[:, :8])
    assert torch.equal(found[:, 8:12], thought[:, 8:12].transpose(2, 3))
    assert torch.allclose(found[:, 12:14].mean(3), thought[:, 12:14].mean(3))
    assert torch.allclose(found[:, 14:].mean(2), thought[:, 14:].mean(2))
