"""The bracket holds the norm of every explicit matrix below `high`, and large ones reach `low`."""

import numpy as np
import pytest
import torch

from thinkers.certify import conv_norm_exact, dense_norm_exact
from thinkers.errors import ThinkersError


def brute(kernel, count):
    """The largest singular value over a fine grid, by numpy's own Fourier transform."""
    axes = tuple(range(2, kernel.ndim))
    spectrum = np.moveaxis(np.fft.fftn(kernel, [count] * len(axes), axes), (0, 1), (-2, -1))
    return np.linalg.svd(spectrum, compute_uv=False).max()


def test_a_fine_grid_of_another_transform_lies_inside(structured):
    widths = []
    for index in range(30):
        kernel = structured(index)
        norm = conv_norm_exact(torch.from_numpy(kernel))
        fine = brute(kernel, 512 if kernel.ndim == 3 else 64)
        assert fine <= norm.high
        assert norm.low <= fine * (1.0001 if kernel.ndim == 3 else 1.005)
        widths.append((norm.high - norm.low) / norm.high if norm.high else 0.0)
    assert max(widths) < 1e-3
    assert np.quantile(widths, 0.9) < 1.1e-6


def test_a_long_line_comes_close_from_below(operator):
    """Zero padding reaches the norm as the input grows."""
    kernel = np.random.default_rng(0).standard_normal((2, 2, 3))
    norm = conv_norm_exact(torch.from_numpy(kernel))
    found = [np.linalg.norm(operator(kernel, (n,)), 2) for n in (3, 10, 40, 160)]
    assert found == sorted(found)
    assert 0.999 * norm.low < found[-1] <= norm.high


def test_a_circle_of_even_length_reaches_it_at_the_wave_that_alternates(operator):
    kernel = np.array([[[-1.0, 2.0, -1.0]]])
    norm = conv_norm_exact(torch.from_numpy(kernel))
    assert np.linalg.norm(operator(kernel, (8,), padding="circular"), 2) == pytest.approx(4)
    assert norm.low == pytest.approx(4)


def test_a_flat_symbol_stops_at_the_width_it_can_afford():
    """A rotated shift keeps every norm: its symbol is 1 at all frequencies."""
    rotation = np.linalg.qr(np.random.default_rng(0).standard_normal((8, 8)))[0]
    kernel = np.zeros((8, 8, 3, 3))
    kernel[:, :, 1, 2] = rotation
    norm = conv_norm_exact(torch.from_numpy(kernel))
    assert norm.low <= 1 <= norm.high <= 1.002


def test_a_tighter_bracket_lies_inside_a_wider_one(structured):
    for index in range(30):
        kernel = torch.from_numpy(structured(index))
        wide, narrow = (conv_norm_exact(kernel, tolerance=each) for each in (1e-2, 1e-9))
        slack = 1e-10 * wide.high
        assert wide.low - slack <= narrow.low <= narrow.high <= wide.high + slack


def test_a_dense_map_is_bracketed_to_rounding():
    weight = np.random.default_rng(0).standard_normal((4, 7))
    norm = dense_norm_exact(torch.from_numpy(weight))
    true = np.linalg.norm(weight, 2)
    assert norm.low <= true <= norm.high
    assert norm.high - norm.low < 1e-11 * true


def test_the_zero_kernel_has_norm_zero():
    norm = conv_norm_exact(torch.zeros(2, 2, 3))
    assert (norm.low, norm.high) == (0, 0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_kernel_that_is_not_finite_is_refused(bad):
    with pytest.raises(ThinkersError, match="not finite"):
        conv_norm_exact(torch.tensor([[[1.0, bad, 0.0]]]))
