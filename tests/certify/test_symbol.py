"""The symbol is what a convolution does to a plane wave, and Riesz' factor is never too small."""

import math

import numpy as np
import pytest
import torch

from thinkers.certify import riesz, symbol_at
from thinkers.certify.symbol import wave_numbers
from thinkers.errors import ThinkersError


@pytest.mark.parametrize("axes", [1, 2])
def test_a_plane_wave_on_a_circle_is_multiplied_by_the_symbol(axes):
    rng = np.random.default_rng(0)
    kernel = torch.from_numpy(rng.standard_normal((3, 2, *[3] * axes)))
    count = 8
    cells = np.stack(np.meshgrid(*[np.arange(count)] * axes, indexing="ij"), -1)
    for turns in rng.integers(0, count, (5, axes)):
        frequency = 2 * math.pi * turns / count
        weights = torch.from_numpy(rng.standard_normal(2)).to(torch.complex128)
        wave = torch.from_numpy(np.exp(1j * cells @ frequency))
        inputs = weights.view(1, 2, *[1] * axes) * wave
        padded = torch.nn.functional.pad(inputs, [1, 1] * axes, mode="circular")
        convolve = torch.conv1d if axes == 1 else torch.conv2d
        found = convolve(padded, kernel.to(torch.complex128))[0]
        [matrix] = symbol_at(kernel, torch.from_numpy(frequency)[None])
        assert torch.allclose(found, (matrix @ weights).view(3, *[1] * axes) * wave)


@pytest.mark.parametrize("grid", [7, 16])
@pytest.mark.parametrize("sizes", [(3,), (3, 3), (1, 3), (3, 1), (1, 1), (2, 4)])
def test_half_of_the_grid_holds_every_singular_value_of_the_whole(sizes, grid):
    kernel = np.random.default_rng(0).standard_normal((2, 3, *sizes))
    axes = tuple(range(2, kernel.ndim))
    whole = np.moveaxis(np.fft.fftn(kernel, [grid] * len(axes), axes), (0, 1), (-2, -1))
    half = symbol_at(torch.from_numpy(kernel), wave_numbers(sizes, grid))
    expected = np.unique(np.linalg.svd(whole, compute_uv=False).round(9))
    assert np.allclose(np.unique(torch.linalg.svdvals(half).numpy().round(9)), expected)


@pytest.mark.parametrize("degree", [1, 2, 3])
@pytest.mark.parametrize("grid", [8, 9, 16])
def test_the_factor_is_reached_by_a_cosine_that_peaks_between_grid_points(degree, grid):
    size = 2 * degree + 1
    kernel = torch.zeros(1, 1, size, dtype=torch.float64)
    kernel[0, 0, 0] = kernel[0, 0, -1] = 0.5
    peak = symbol_at(kernel, wave_numbers((size,), grid)).abs().max().item()
    assert peak * riesz((size,), grid) >= 1 - 1e-12
    shifted = max(abs(math.cos(degree * (2 * j + 1) * math.pi / grid)) for j in range(grid))
    if grid % (2 * degree) == 0:
        assert shifted * riesz((size,), grid) == pytest.approx(1)


def test_the_factors_of_a_3x3_kernel_are_those_of_the_formula():
    found = [riesz((3, 3), grid) - 1 for grid in (16, 32, 64, 256)]
    assert found == pytest.approx([0.040, 0.0097, 0.0024, 0.00015], rel=0.02)
    assert riesz((1, 1), 16) == riesz((), 16) == 1


@pytest.mark.parametrize(("size", "grid"), [(3, 2), (5, 4), (9, 8)])
def test_a_grid_no_finer_than_the_kernel_bounds_nothing(size, grid):
    with pytest.raises(ThinkersError, match="a grid finer than the kernel"):
        riesz((size,), grid)
    assert riesz((size,), grid + 1) > 1
