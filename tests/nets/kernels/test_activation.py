"""ELU has torch's values and gradients, in every layout, over stacked weights too; MaxMin sorts."""

import pytest
import torch
from torch.nn import functional

from thinkers.nets.kernels.activation import elu, maxmin

SPECIAL = torch.tensor([-torch.inf, -200.0, -1.0, -1e-3, -0.0, 0.0, 1e-3, 1.0, 200.0, torch.inf])


def test_values_are_those_of_elu():
    thought = torch.cat([SPECIAL, torch.randn(500, generator=torch.Generator().manual_seed(0))])
    assert torch.allclose(elu(thought), functional.elu(thought), rtol=1e-6, atol=1e-7)
    assert elu(torch.tensor([torch.nan])).isnan().all()


@pytest.mark.parametrize("format", [torch.contiguous_format, torch.channels_last], ids=str)
def test_gradients_are_those_of_elu_and_the_memory_order_stays(format):
    generator = torch.Generator().manual_seed(1)
    thought = torch.randn(2, 3, 5, 4, dtype=torch.double, generator=generator)
    thought = thought.contiguous(memory_format=format).requires_grad_()
    weights = torch.randn(2, 3, 5, 4, dtype=torch.double, generator=generator)
    found, expected = (
        torch.autograd.grad((each(thought) * weights).sum(), thought)[0]
        for each in (elu, functional.elu)
    )
    assert torch.allclose(found, expected, rtol=1e-12)
    assert elu(thought).is_contiguous(memory_format=format)


@pytest.mark.parametrize("asked", [torch.no_grad, torch.inference_mode], ids=str)
def test_without_gradient_the_values_are_the_same_to_the_bit(asked):
    thought = torch.cat([SPECIAL, torch.randn(500, generator=torch.Generator().manual_seed(2))])
    expected = elu(thought.clone().requires_grad_()).detach()
    with asked():
        assert torch.equal(elu(thought), expected)


def test_no_gradient_is_nan_however_large_the_thought():
    thought = torch.tensor([-1e4, 1e4]).requires_grad_()
    elu(thought).sum().backward()
    assert thought.grad.tolist() == [0, 1]


def test_maxmin_sorts_pairs_and_stretches_no_difference():
    generator = torch.Generator().manual_seed(0)
    one, other = torch.randn(2, 200, 6, 5, dtype=torch.float64, generator=generator)
    sorted_one = maxmin(one)
    pairs = one.unflatten(1, (2, 3)).sort(1, descending=True)[0].flatten(1, 2)
    assert torch.allclose(sorted_one, pairs, atol=1e-14)
    assert torch.allclose(sorted_one.norm(), one.norm())
    before, after = (one - other).flatten(1).norm(dim=1), (sorted_one - maxmin(other))
    assert (after.flatten(1).norm(dim=1) <= before * (1 + 1e-12)).all()
