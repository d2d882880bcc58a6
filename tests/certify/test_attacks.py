"""Adversaries with gradients try to break each proven bound, and come close enough to matter."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers.certify import (
    Activation,
    Linear,
    Recall,
    Residual,
    apply,
    certify_ball,
    conv_norm_exact,
    conv_norm_upper,
    prove,
    symbol_at,
)


def ascend(value, leaf, steps=20, rate=0.1):
    """The largest value met while climbing its gradient."""
    optimizer, best = torch.optim.Adam([leaf], lr=rate, maximize=True), -np.inf
    for _ in range(steps):
        optimizer.zero_grad()
        found = value(leaf)
        best = max(best, found.item())
        found.backward()
        optimizer.step()
    return best


@pytest.mark.parametrize("method", ["svd", "gram"])
@pytest.mark.parametrize("axes", [1, 2])
def test_no_kernel_that_is_trained_to_peak_between_grid_points_gets_above(method, axes):
    """The attack starts from a cosine that peaks midway, where the factor is needed in full."""
    kernel = torch.zeros(2, 2, *[3] * axes, dtype=torch.float64)
    kernel[0, 0].view(-1)[0] = kernel[0, 0].view(-1)[-1] = 0.5
    kernel += 0.01 * torch.from_numpy(np.random.default_rng(0).standard_normal(kernel.shape))
    midway = torch.from_numpy(np.random.default_rng(1).uniform(0, np.pi, (60, axes)))

    def excess(kernel):
        peak = torch.linalg.matrix_norm(symbol_at(kernel, midway), 2).amax()
        return peak / conv_norm_upper(kernel, grid=5, method=method)

    best = ascend(excess, kernel.requires_grad_())
    assert 0.5 < best <= 1


@pytest.mark.parametrize("padding", ["zeros", "circular"])
@pytest.mark.parametrize("seed", range(3))
def test_no_trained_kernel_outgrows_its_bound_as_an_operator(operator, padding, seed):
    """The operator's gradient comes from its explicit matrix, which shares no code with ours."""
    basis = [
        torch.from_numpy(operator(np.eye(12)[index].reshape(2, 2, 3), (17,), padding=padding))
        for index in range(12)
    ]
    start = torch.from_numpy(np.random.default_rng(seed).standard_normal(12))

    def excess(flat):
        matrix = sum(weight * each for weight, each in zip(flat, basis, strict=True))
        return torch.linalg.matrix_norm(matrix, 2) / conv_norm_upper(flat.view(2, 2, 3))

    assert 0.9 < ascend(excess, start.requires_grad_(), 30) <= 1


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    shape=st.sampled_from([(1, 1, 3), (2, 1, 5), (2, 3, 2), (1, 2, 3, 3), (2, 2, 2, 3)]),
    exponent=st.integers(-12, 12),
)
def test_the_bracket_holds_random_plane_waves(seed, shape, exponent):
    """Any frequency gives a lower bound of the norm."""
    rng = np.random.default_rng(seed)
    kernel = torch.from_numpy(rng.standard_normal(shape) * 10.0**exponent)
    waves = torch.from_numpy(rng.uniform(0, 2 * np.pi, (200, len(shape) - 2)))
    reached = torch.linalg.matrix_norm(symbol_at(kernel, waves), 2).max().item()
    norm = conv_norm_exact(kernel)
    assert reached <= norm.high
    assert norm.low <= norm.high


def step_pieces(seed, kappa=1.15, kind="elu"):
    """A step whose certificate rests on the inequality: the product of its norms exceeds 1."""
    rng = np.random.default_rng(seed)

    def kernel(norm):
        values = torch.from_numpy(rng.standard_normal((3, 3, 3)))
        return values * norm / conv_norm_exact(values).high

    half = torch.tensor([0.5], dtype=torch.float64)
    body = [Linear("a", kernel(kappa)), Activation("s", kind), Linear("b", kernel(kappa))]
    return [
        Linear("recall", kernel(0.97)),
        Recall(),
        Activation("r", kind),
        Residual("block", body, half, half),
    ]


def stretch(pieces, recall, n, climbs=25, seed=0):
    """‖J‖ at a thought found by climbing it: power iteration, and steps along its gradient."""
    generator = torch.Generator().manual_seed(seed)
    thought = torch.randn(1, 3, n, generator=generator, dtype=torch.float64)
    best = 0.0
    for _ in range(climbs):
        thought = thought.detach().requires_grad_()
        jacobian = torch.autograd.functional.jacobian(
            lambda t: apply(pieces, t, recall).flatten(), thought, create_graph=True
        )
        norm = torch.linalg.matrix_norm(jacobian.reshape(3 * n, 3 * n), 2)
        best = max(best, norm.item())
        [slope] = torch.autograd.grad(norm, thought)
        thought = thought + 2 * slope / slope.norm().clamp_min(1e-12)
    return best


@pytest.mark.parametrize("kind", ["elu", "tanh"])
def test_no_thought_and_no_input_stretches_more_than_the_inequality_allows(kind):
    pieces = step_pieces(0, kind=kind)
    proof = prove(pieces, tune=True)
    assert proof.certificate.method == "lmi"
    found = 0.0
    for seed, n in ((0, 5), (1, 9)):
        recall = torch.from_numpy(3 * np.random.default_rng(seed).standard_normal((1, 3, n)))
        found = max(found, stretch(pieces, recall, n, seed=seed))
    assert 0.5 * proof.bound < found <= proof.bound


def test_no_thought_of_a_ball_stretches_more_than_it_says():
    pieces = step_pieces(1, kappa=0.5)
    recall = torch.from_numpy(np.random.default_rng(0).standard_normal((1, 3, 7)))
    thought = torch.zeros(1, 3, 7, dtype=torch.float64)
    for _ in range(5):
        thought = apply(pieces, thought, recall)
    found = certify_ball(pieces, thought, recall)
    radius, generator = found.evidence["radius"], torch.Generator().manual_seed(0)
    way = torch.randn(thought.shape, generator=generator, dtype=torch.float64)

    def norm(way):
        inside = thought + radius * way / way.norm().clamp_min(1)
        jacobian = torch.autograd.functional.jacobian(
            lambda t: apply(pieces, t, recall).flatten(), inside, create_graph=True
        )
        return torch.linalg.matrix_norm(jacobian.reshape(21, 21), 2)

    assert 0 < ascend(norm, way.requires_grad_(), 15) <= found.K
