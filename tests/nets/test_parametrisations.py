"""Weights come out with the norm that is said, and gradients are those of the map."""

import pytest
import torch

from thinkers.nets.parametrisations import Capped, CappedMap, Orthogonal, RowScaled


def random(*shape, seed=0):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("shape", [(4, 4), (5, 3), (3, 5), (2, 4, 4)])
def test_the_gradient_of_the_cap_is_that_of_finite_differences(shape):
    free = (1.5 * random(*shape)).requires_grad_()
    assert torch.autograd.gradcheck(Capped(), free)


def test_the_cap_lowers_what_is_above_one_and_leaves_the_rest():
    left, right = (torch.linalg.qr(random(4, 4, seed=seed))[0] for seed in (1, 2))
    found = Capped()(left @ torch.diag(torch.tensor([3.0, 1.0, 0.5, 0.0]).double()) @ right)
    expected = left @ torch.diag(torch.tensor([1.0, 1.0, 0.5, 0.0]).double()) @ right
    assert torch.allclose(found, expected)


@pytest.mark.parametrize("shape", [(4, 3), (3, 5, 1, 1), (3, 2, 3)])
def test_the_gradient_of_a_capped_map_is_that_of_finite_differences(shape):
    free = random(*shape).requires_grad_()
    assert torch.autograd.gradcheck(CappedMap(0.7), free)


@pytest.mark.parametrize("scale", [0.0, 0.5, 1.0, 2.0])
def test_the_gradient_of_the_cap_is_finite_where_singular_values_meet(scale):
    free = (scale * torch.eye(3, dtype=torch.float64)).requires_grad_()
    (Capped()(free) * random(3, 3)).sum().backward()
    assert torch.isfinite(free.grad).all()
    assert free.grad.norm() <= random(3, 3).norm() * (1 + 1e-12), "a projection stretches nothing"


@pytest.mark.parametrize("kind", [Orthogonal, Capped])
def test_a_stack_of_matrices_is_made_one_by_one(kind):
    free = random(3, 5, 5)
    assert torch.allclose(kind()(free), torch.stack([kind()(each) for each in free]))


@pytest.mark.parametrize("sizes", [(3,), (3, 3)])
def test_row_scaling_has_the_gradient_of_finite_differences_in_kernel_and_q(sizes):
    scaled, kernel = RowScaled(4).double(), random(4, 2, *sizes).requires_grad_()
    log_q = random(4, seed=3).requires_grad_()

    def run(kernel, log_q):
        return torch.func.functional_call(scaled, {"log_q": log_q}, (kernel,))

    assert torch.autograd.gradcheck(run, (kernel, log_q))


def test_the_learned_q_changes_the_scales():
    """In two public implementations it cancels."""
    scaled, kernel = RowScaled(4).double(), random(4, 2, 3)
    with torch.no_grad():
        before = scaled(kernel)
        scaled.log_q[0] = 1.0
        ratios = (scaled(kernel) / before).mean((1, 2))
    assert ratios[0] != pytest.approx(1, abs=0.05)
    assert len(set(ratios.round(decimals=6).tolist())) > 1


def test_row_scaled_gram_matrices_are_at_most_the_identity():
    """W Wᵀ at 50 frequencies, by hand."""
    scaled, kernel = RowScaled(6).double(), random(6, 3, 3)
    with torch.no_grad():
        scaled.log_q.copy_(random(6, seed=5))
        weight = scaled(kernel)
    for angle in torch.linspace(0, torch.pi, 50):
        turns = torch.exp(1j * angle * torch.arange(3))
        symbol = (weight * turns).sum(-1)
        assert torch.linalg.matrix_norm(symbol, 2) <= 1
