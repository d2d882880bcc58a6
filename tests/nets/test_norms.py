"""Norms are those in float64, whatever the size of a thought and of its numbers."""

import pytest
import torch

from thinkers.nets.norms import norms


@pytest.mark.parametrize("scale", [1e-30, 1e-5, 1.0, 1e25])
@pytest.mark.parametrize("still", [False, True])
def test_norms_of_large_thoughts_are_those_in_float64_however_small_or_large(scale, still):
    thought = scale * torch.randn(3, 7, 101, 103, generator=torch.Generator().manual_seed(0))
    thought[1] *= not still
    expected = thought.double().square().flatten(1).sum(1).sqrt()
    assert torch.allclose(norms(thought), expected, rtol=1e-7, atol=0)
