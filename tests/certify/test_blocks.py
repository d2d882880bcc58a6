"""Blocks are what their formulas say, and no thought moves apart by more than their bound."""

import numpy as np
import pytest
import torch

from thinkers.certify import Activation, ConvexPotential, Linear, Residual


def kernel(seed, *shape, scale=1.0):
    values = np.random.default_rng(seed).standard_normal(shape)
    return scale * torch.from_numpy(values)


def dense(piece, channels, n, thought):
    """The piece's Jacobian at a thought, as an explicit matrix."""
    jacobian = torch.autograd.functional.jacobian(
        lambda flat: piece.apply(flat.view(1, channels, n), None).flatten(), thought.flatten()
    )
    return jacobian.numpy()


def test_a_residual_block_is_the_weighted_sum():
    keep, take = torch.rand(3), torch.rand(3)
    body = [Linear("a", torch.randn(3, 3, 3)), Activation("s", "elu")]
    block = Residual("block", body, keep, take)
    thought = torch.randn(2, 3, 7)
    expected = keep[:, None] * thought
    expected += take[:, None] * torch.nn.functional.elu(
        torch.conv1d(thought, body[0].kernel, padding=1)
    )
    assert torch.allclose(block.apply(thought, None), expected)
    assert block.bound() == pytest.approx(
        float(keep.max()) + float(take.max()) * body[0].bound(), rel=1e-6
    )
    assert block.reach == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_residual_bound_covers_every_jacobian(seed):
    weights = kernel(seed, 2, 3).abs()
    body = [
        Linear("a", kernel(seed + 10, 3, 3, 3)),
        Activation("s", "elu"),
        Linear("b", kernel(seed + 20, 3, 3, 3)),
    ]
    block = Residual("block", body, weights[0], weights[1])
    for trial in range(5):
        jacobian = dense(block, 3, 8, kernel(100 * seed + trial, 1, 3, 8))
        assert np.linalg.norm(jacobian, 2) <= block.bound()


@pytest.mark.parametrize("scale", [0.05, 0.2, 0.5])
def test_a_potential_step_is_symmetric_and_within_its_bound(scale):
    piece = ConvexPotential("down", kernel(0, 5, 3, 3, scale=scale))
    norm = piece.norm().high
    assert piece.bound() == max(1, 2 * norm**2 - 1)
    for trial in range(10):
        jacobian = dense(piece, 3, 9, kernel(trial, 1, 3, 9))
        assert np.allclose(jacobian, jacobian.T)
        values = np.linalg.eigvalsh(jacobian)
        assert values.max() <= 1 + 1e-12
        assert values.min() >= 1 - 2 * norm**2
        assert np.abs(values).max() <= piece.bound() + 1e-12


def test_a_potential_step_with_norm_at_most_one_never_raises_the_energy():
    piece = ConvexPotential("down", kernel(1, 6, 2, 3), pick=lambda recall: recall)
    piece = ConvexPotential("down", piece.kernel / piece.norm().high, pick=piece.pick)
    term, thought = kernel(2, 1, 6, 12), kernel(3, 1, 2, 12)

    def energy(thought):
        hidden = torch.conv1d(thought, piece.kernel, padding=1) + term
        return float(hidden.relu().square().sum() / 2)

    for _ in range(20):
        before, thought = energy(thought), piece.apply(thought, term)
        assert energy(thought) <= before + 1e-12
    assert piece.reach == 2
