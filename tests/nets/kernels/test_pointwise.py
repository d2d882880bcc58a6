"""A convolution with kernel 1 is the same as a product of matrices, but for rounding."""

import pytest
import torch
from torch import nn

from thinkers.nets.kernels.pointwise import pointwise


@pytest.mark.parametrize(("axes", "shape"), [(1, (7,)), (2, (5, 3)), (2, (1, 1))])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("strides", ["rows", "channels innermost"])
def test_values_and_shapes_are_those_of_the_convolution(axes, shape, bias, strides):
    layer = pointwise(axes)(3, 4, 1, bias=bias)
    thought = torch.randn(2, 3, *shape)
    if strides == "channels innermost":
        thought = thought.movedim(1, -1).contiguous().movedim(-1, 1)
    with torch.no_grad():
        found = layer(thought)
    expected = (nn.Conv1d if axes == 1 else nn.Conv2d).forward(layer, thought)
    assert found.shape == expected.shape
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-6)


def test_with_gradients_it_is_the_convolution_itself():
    layer, thought = pointwise(2)(3, 4, 1), torch.randn(2, 3, 5, 5)
    assert torch.equal(layer(thought), nn.Conv2d.forward(layer, thought))
