"""The convolutions equal their definition, sum by sum, and readouts have the official widths."""

import itertools

import numpy as np
import pytest
import torch

from thinkers.nets.blocks import ResidualBlock, conv, head_widths, relu_head


def slow(inputs, kernel):
    """Kernel 3, zero padding 1, stride 1: the sum over taps and channels, in float64."""
    channels, *shape = inputs.shape
    output = np.zeros((len(kernel), *shape))
    for place in itertools.product(*map(range, shape)):
        for tap in itertools.product(range(3), repeat=len(shape)):
            seen = tuple(p + t - 1 for p, t in zip(place, tap, strict=True))
            if all(0 <= s < n for s, n in zip(seen, shape, strict=True)):
                for out, into in itertools.product(range(len(kernel)), range(channels)):
                    output[(out, *place)] += kernel[(out, into, *tap)] * inputs[(into, *seen)]
    return output


@pytest.mark.parametrize(("axes", "shape"), [(1, (1,)), (1, (6,)), (2, (1, 1)), (2, (3, 4))])
def test_a_convolution_is_the_sum_over_its_taps(axes, shape):
    torch.manual_seed(0)
    built, inputs = conv(axes, 2, 3), torch.randn(1, 2, *shape)
    found = built(inputs)[0].detach().numpy()
    assert np.allclose(found, slow(inputs[0].numpy(), built.weight.detach().numpy()), atol=1e-5)


@pytest.mark.parametrize(("axes", "shape"), [(1, (5,)), (2, (3, 2))])
def test_a_residual_block_adds_before_its_last_relu(axes, shape):
    torch.manual_seed(1)
    block, inputs = ResidualBlock(axes, 2), torch.randn(1, 2, *shape)
    first, second = (each.weight.detach().numpy() for each in (block.first, block.second))
    hidden = np.maximum(slow(inputs[0].numpy(), first), 0)
    expected = np.maximum(slow(hidden, second) + inputs[0].numpy(), 0)
    assert np.allclose(block(inputs)[0].detach().numpy(), expected, atol=1e-5)


@pytest.mark.parametrize("axes", [1, 2])
def test_biases_are_there_only_when_asked_for(axes):
    assert conv(axes, 2, 4).bias is None
    assert conv(axes, 2, 4, bias=True).bias.shape == (4,)
    for module in (ResidualBlock(axes, 4), relu_head(axes, 4, 2)):
        assert not any(name.endswith("bias") for name, _ in module.named_parameters())


def test_readouts_have_the_official_widths():
    """deep-thinking.md 1.3: w, w/2 on sequences; 32, 8 on grids, whatever the width."""
    assert head_widths(1, 400) == (400, 200)
    assert head_widths(2, 128) == head_widths(2, 512) == (32, 8)
    shapes = [tuple(weight.shape) for weight in relu_head(2, 128, 2).parameters()]
    assert shapes == [(32, 128, 3, 3), (8, 32, 3, 3), (2, 8, 3, 3)]


@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(("axes", "channels"), [(1, 1), (1, 8), (2, 1), (2, 8)])
def test_a_convolution_is_torchs_in_values_gradients_and_names(axes, channels, bias):
    torch.manual_seed(2)
    ours = conv(axes, channels, 6, bias)
    plain = (torch.nn.Conv1d if axes == 1 else torch.nn.Conv2d)(
        channels, 6, 3, padding=1, bias=bias
    )
    plain.load_state_dict(ours.state_dict())
    inputs = torch.randn(3, channels, *[9] * axes, requires_grad=True)
    weights = torch.randn(3, 6, *[9] * axes)
    found, expected = ours(inputs), plain(inputs)
    assert torch.allclose(found, expected, rtol=1e-4, atol=1e-6)
    for mine, other in zip(
        torch.autograd.grad((found * weights).sum(), [inputs, *ours.parameters()]),
        torch.autograd.grad((expected * weights).sum(), [inputs, *plain.parameters()]),
        strict=True,
    ):
        assert torch.allclose(mine, other, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("axes", "channels"), [(1, 1), (1, 8), (2, 1), (2, 8)])
def test_on_the_cpu_channels_lie_innermost(axes, channels):
    found = conv(axes, channels, 6)(torch.randn(3, channels, *[9] * axes))
    assert found.movedim(1, -1).is_contiguous()
    again = conv(axes, 6, 6)(found)
    assert again.movedim(1, -1).is_contiguous()


@pytest.mark.parametrize("axes", [1, 2])
def test_a_residual_block_leaves_its_thought_alone(axes):
    thought = torch.randn(2, 4, *[5] * axes)
    before = thought.clone()
    ResidualBlock(axes, 4)(thought)
    assert torch.equal(thought, before)
