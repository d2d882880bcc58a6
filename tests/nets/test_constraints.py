"""Constraints do what they say: reshaped norm 1, which bounds nothing, or a proven norm of 1."""

import math

import pytest
import torch
from torch import nn

from thinkers.errors import ThinkersError
from thinkers.nets.blocks import conv
from thinkers.nets.constraints import (
    CONSTRAINTS,
    certified,
    certified_clip,
    constraint,
    no_power_iterations,
    norm_upper,
    row_scaled,
    spectral,
    svd_cap,
)


def reshaped_norm(weight):
    """The largest singular value of the `(out, in·taps)` matrix."""
    return torch.linalg.matrix_norm(weight.detach().flatten(1).double(), 2).item()


@pytest.mark.parametrize("axes", [1, 2])
def test_the_reshaped_norm_is_one_after_warm_up_and_near_it_at_once(axes):
    torch.manual_seed(0)
    module = spectral(conv(axes, 16, 16))
    assert 0.999 < reshaped_norm(module.weight) < 1.15
    for _ in range(200):
        _ = module.weight
    assert reshaped_norm(module.weight) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_it_scales_small_weights_up_and_large_ones_down(scale):
    torch.manual_seed(0)
    plain = conv(1, 8, 8)
    direction = plain.weight.detach() / reshaped_norm(plain.weight)
    with torch.no_grad():
        plain.weight *= scale
    module = spectral(plain)
    for _ in range(300):
        _ = module.weight
    assert torch.allclose(module.weight, direction, atol=1e-3)


@pytest.mark.parametrize(("axes", "stretch"), [(1, math.sqrt(3)), (2, 3.0)])
def test_a_reshaped_norm_of_one_can_stretch_a_thought_as_much_as_the_docstring_says(axes, stretch):
    """deep-thinking.md 1.5: worst case √3 in 1-D and 3 in 2-D."""
    module = conv(axes, 1, 1)
    nn.init.constant_(module.weight, 1 / math.sqrt(3**axes))
    module = spectral(module).eval()
    assert reshaped_norm(module.weight) == pytest.approx(1, abs=1e-5)
    long = torch.ones(1, 1, *[300] * axes)
    ratio = (module(long).norm() / long.norm()).item()
    assert ratio == pytest.approx(stretch, rel=0.02)


@pytest.mark.parametrize("axes", [1, 2])
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize(("hold", "least"), [(certified, 0.93), (row_scaled, 0.3)])
def test_a_proven_constraint_leaves_a_norm_of_at_most_one(axes, scale, hold, least):
    """Power iteration on the convolution itself, zero padding, knows nothing of frequencies."""
    torch.manual_seed(0)
    module = conv(axes, 3, 5).double()
    with torch.no_grad():
        module.weight.mul_(scale)
    weight = hold(module).weight.detach()
    forward = nn.functional.conv1d if axes == 1 else nn.functional.conv2d
    back = nn.functional.conv_transpose1d if axes == 1 else nn.functional.conv_transpose2d
    thought = torch.randn(1, 3, *[24] * axes).double()
    for _ in range(200):
        thought = back(forward(thought, weight, padding=1), weight, padding=1)
        stretch, thought = thought.norm().sqrt().item(), thought / thought.norm()
    assert least < stretch <= norm_upper(module) <= 1


def test_clipping_leaves_small_kernels_alone_even_zero():
    for scale in (0.0, 1e-3):
        module = conv(2, 4, 4)
        with torch.no_grad():
            module.weight.mul_(scale)
        before = module.weight.detach().clone()
        assert torch.equal(certified_clip(module).weight, before)
    large = conv(2, 4, 4)
    with torch.no_grad():
        large.weight.mul_(100)
    assert 0.95 < norm_upper(certified_clip(large)) <= 1


def test_the_loss_sees_the_division():
    """Scaling a certified kernel changes nothing, so its gradient is orthogonal to the kernel."""
    torch.manual_seed(0)
    module = certified(conv(1, 4, 4).double())
    module(torch.randn(2, 4, 9).double()).square().sum().backward()
    kernel = module.parametrizations.weight.original
    inner = (kernel * kernel.grad).sum().abs()
    assert inner < 1e-12 * kernel.norm() * kernel.grad.norm()


def dense(channels_in, channels_out):
    return nn.Linear(channels_in, channels_out, bias=False)


def pointwise(channels_in, channels_out):
    return nn.Conv2d(channels_in, channels_out, 1, bias=False)


def require_capped(module):
    values = torch.linalg.svdvals(module.weight.detach().double().flatten(1))
    assert values[0] <= norm_upper(module) <= 1, "no singular value above one"
    assert (values > 0.9999).sum() == 3


@pytest.mark.parametrize("kind", [dense, pointwise])
def test_a_capped_map_has_no_singular_value_above_one_and_the_others_as_they_were(kind):
    torch.manual_seed(0)
    module = kind(6, 5)
    left, right = (torch.linalg.qr(torch.randn(each, each))[0] for each in (5, 6))
    sizes = torch.tensor([5.0, 1.5, 1.2, 0.7, 0.0])
    with torch.no_grad():
        module.weight.copy_((left @ torch.diag(sizes) @ right[:5]).view_as(module.weight))
    require_capped(svd_cap(module))
    found = torch.linalg.svdvals(module.weight.detach().flatten(1))
    assert torch.allclose(found[3:], sizes[3:], atol=1e-5)
    module(torch.randn(2, 6) if kind is dense else torch.randn(2, 6, 4, 4)).sum().backward()
    assert module.parametrizations.weight.original.grad.norm() > 0
    module.parametrizations.weight[0].most = 2.0
    with pytest.raises(AssertionError, match="no singular value above one"):
        require_capped(module)


def test_a_cap_of_kernels_with_several_taps_is_refused():
    with pytest.raises(ThinkersError, match="kernels of one tap, and this one has 9"):
        svd_cap(conv(2, 4, 4))


def test_evaluation_moves_no_vectors():
    module = spectral(conv(1, 4, 4)).eval()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    module(torch.ones(1, 4, 5))
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())


def test_without_power_iterations_a_weight_is_what_it_was_and_then_goes_on():
    module = nn.Sequential(spectral(conv(1, 4, 4)), spectral(conv(1, 4, 4)))
    before = [each.weight.detach().clone() for each in module]
    vectors = [each.clone() for each in module.buffers()]
    with no_power_iterations(module):
        for each, weight in zip(module, before, strict=True):
            torch.testing.assert_close(each.weight, weight)
    for each, vector in zip(module.buffers(), vectors, strict=True):
        assert torch.equal(each, vector)
    assert not torch.equal(module[0].weight, before[0])


def test_none_leaves_the_weight_alone():
    module = conv(1, 4, 4)
    assert constraint("none")(module) is module
    assert list(module.state_dict()) == ["weight"]


def test_a_constraint_that_is_not_there_says_what_is_near():
    known = ["certified", "certified-clip", "none", "row-scaled", "spectral", "svd-cap"]
    assert sorted(CONSTRAINTS) == known
    with pytest.raises((ThinkersError, ValueError), match=r"'spectrl', did you mean 'spectral'\?"):
        constraint("spectrl")
