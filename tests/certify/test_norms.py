"""`conv_norm_upper` is never below the norm of the explicit matrix, and its gradient is right."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers.certify import (
    conv_norm_exact,
    conv_norm_upper,
    dense_norm_upper,
    nonnegative_norm,
    reshaped_norm,
    riesz,
)
from thinkers.errors import ThinkersError

CASES = [
    {"padding": "zeros"},
    {"padding": "circular"},
    {"padding": "valid"},
    {"padding": "zeros", "stride": 2},
    {"padding": "zeros", "dilation": 2},
    {"padding": "circular", "dilation": 3, "stride": 2},
]
BOX = np.ones((1, 1, 3, 3)) / 3


def largest(matrix):
    return np.linalg.norm(matrix, 2) if matrix.size else 0.0


@pytest.mark.parametrize("method", ["svd", "gram"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_operator_is_larger_at_any_size(operator, structured, case, method):
    for index in range(200):
        kernel = structured(index)
        axes = kernel.ndim - 2
        rng = np.random.default_rng(index)
        smallest = (max(kernel.shape[2:]) - 1) * case.get("dilation", 1) + 1
        shape = rng.integers(smallest, 40 if axes == 1 else smallest + 4, axes)
        true = largest(operator(kernel, shape, **case))
        bound = conv_norm_upper(torch.from_numpy(kernel), method=method).item()
        assert true <= bound * (1 + 1e-12), (index, kernel.shape, shape)


def test_a_mask_of_cells_cannot_make_it_larger(operator, structured):
    for index in range(1, 40, 2):
        kernel = structured(index)
        rng = np.random.default_rng(index)
        matrix = operator(kernel, (7, 6))
        keep_out, keep_in = (rng.random((7, 6)) < 0.6 for _ in range(2))
        left = np.tile(keep_out.ravel(), kernel.shape[0])
        right = np.tile(keep_in.ravel(), kernel.shape[1])
        bound = conv_norm_upper(torch.from_numpy(kernel)).item()
        assert largest(matrix * left[:, None] * right) <= bound * (1 + 1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.sampled_from([1, 2]), st.integers(5, 24))
def test_the_bound_exceeds_the_norm_by_no_more_than_the_factor(seed, size, axes, grid):
    rng = np.random.default_rng(seed)
    kernel = torch.from_numpy(rng.standard_normal((3, 4, *[size] * axes)))
    norm = conv_norm_exact(kernel)
    factor = riesz([size] * axes, grid) * (1 + 1e-9)
    for method, extra in (("svd", 1.0), ("gram", 3 ** (1 / 2**7))):
        bound = conv_norm_upper(kernel, grid=grid, method=method).item()
        assert norm.low <= bound <= norm.high * factor * extra


@pytest.mark.parametrize("method", ["svd", "gram"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_every_type_of_number_gives_a_bound(structured, method, dtype):
    for index in range(60):
        kernel = torch.from_numpy(structured(index)).to(dtype)
        found = conv_norm_upper(kernel, method=method)
        assert found.dtype == (torch.float64 if dtype == torch.float64 else torch.float32)
        assert found.item() >= conv_norm_exact(kernel).low


def test_the_box_has_reshaped_norm_one_and_norm_three():
    kernel = torch.from_numpy(BOX)
    assert reshaped_norm(kernel) == pytest.approx(1, abs=1e-12)
    norm = conv_norm_exact(kernel)
    assert norm.low == pytest.approx(3, abs=1e-6)
    assert norm.high == pytest.approx(3, abs=1e-5)
    assert conv_norm_upper(kernel).item() == pytest.approx(3 * riesz([3, 3], 16))


def test_without_negative_taps_the_norm_is_that_of_the_sum():
    rng = np.random.default_rng(0)
    for groups in (1, 2):
        kernel = torch.from_numpy(np.abs(rng.standard_normal((6, 3, 3, 3))))
        parts = kernel.sum((2, 3)).numpy().reshape(groups, -1, 3)
        closed = max(np.linalg.norm(part, 2) for part in parts)
        assert nonnegative_norm(kernel, groups=groups).item() == pytest.approx(closed)
        norm = conv_norm_exact(kernel, groups=groups)
        assert norm.low * (1 - 1e-12) <= closed <= norm.high
    with pytest.raises(ThinkersError, match="without negative taps"):
        nonnegative_norm(-kernel)


@pytest.mark.parametrize("method", ["svd", "gram"])
def test_a_symbol_that_vanishes_somewhere_gives_finite_values_and_gradients(method):
    """The blur of [1, 2, 1] is zero at frequency π, the zero kernel everywhere."""
    blur = torch.outer(torch.tensor([1.0, 2, 1]), torch.tensor([1.0, 2, 1]))
    for kernel in (blur.expand(4, 4, 3, 3).clone(), torch.zeros(4, 4, 3, 3)):
        kernel.requires_grad_()
        bound = conv_norm_upper(kernel, method=method)
        bound.backward()
        assert torch.isfinite(bound)
        assert torch.isfinite(kernel.grad).all()


@pytest.mark.parametrize("method", ["svd", "gram"])
@pytest.mark.parametrize(
    ("shape", "groups"), [((3, 2, 3), 1), ((2, 3, 3, 2), 1), ((4, 2, 3), 2), ((3, 4), 1)]
)
def test_the_gradient_is_that_of_finite_differences(shape, groups, method):
    generator = torch.Generator().manual_seed(0)
    kernel = torch.randn(shape, dtype=torch.float64, generator=generator, requires_grad=True)

    def bound(kernel):
        return conv_norm_upper(kernel, method=method, groups=groups)

    assert torch.autograd.gradcheck(bound, kernel)


def test_groups_count_by_their_largest(operator):
    rng = np.random.default_rng(0)
    kernel = rng.standard_normal((6, 2, 3))
    apart = [conv_norm_exact(torch.from_numpy(part)).high for part in np.split(kernel, 3)]
    norm = conv_norm_exact(torch.from_numpy(kernel), groups=3)
    assert norm.high == pytest.approx(max(apart))
    true = largest(operator(kernel, (60,), groups=3))
    assert 0.99 * norm.high <= true <= norm.high
    assert conv_norm_upper(torch.from_numpy(kernel), groups=3).item() >= norm.low


def test_the_reshaped_value_is_below_the_norm_and_at_most_the_root_of_the_taps(structured):
    """The gap of the normaliser of Miyato et al. 2018, which DT-L appears to use."""
    for index in range(60):
        kernel = torch.from_numpy(structured(index))
        norm, value = conv_norm_exact(kernel), reshaped_norm(kernel)
        assert value <= norm.high
        assert norm.low <= value * math.sqrt(math.prod(kernel.shape[2:])) * (1 + 1e-9)


def test_a_dense_map_needs_no_grid():
    weight = torch.randn(5, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    true = np.linalg.norm(weight.numpy(), 2)
    assert true <= dense_norm_upper(weight).item() <= true * (1 + 1e-12)


@pytest.mark.parametrize("exponent", [-30, -8, 0, 8, 30])
@pytest.mark.parametrize("method", ["svd", "gram"])
def test_the_bound_scales_with_the_kernel(method, exponent):
    kernel = torch.randn(4, 4, 3, 3, generator=torch.Generator().manual_seed(0))
    scale = 10.0**exponent
    bound = conv_norm_upper(kernel, method=method).item()
    assert conv_norm_upper(scale * kernel, method=method).item() == pytest.approx(
        scale * bound, rel=1e-5
    )


@pytest.mark.parametrize("mode", ["reflect", "replicate"])
def test_padding_that_repeats_cells_is_refused_and_rightly(mode):
    """Averaging over a replicated border makes some thoughts larger than the symbol allows."""
    kernel = torch.ones(1, 1, 3, dtype=torch.float64) / 3
    for norm in (conv_norm_upper, conv_norm_exact):
        with pytest.raises(ThinkersError, match=f"no norm is proven for '{mode}' padding"):
            norm(kernel, padding_mode=mode)
    repeated = torch.tensor([0.0, 1.0, 0.0] if mode == "reflect" else [1.0, 0.0, 0.0])
    padded = torch.nn.functional.pad(repeated.view(1, 1, 3), (1, 1), mode=mode).double()
    assert torch.conv1d(padded, kernel * math.sqrt(3)).norm() > 1


def test_a_grid_that_is_too_coarse_and_an_unknown_method_are_refused():
    kernel = torch.ones(1, 1, 5)
    with pytest.raises(ThinkersError, match="a grid finer than the kernel, 4 < 5 taps"):
        conv_norm_upper(kernel, grid=4)
    with pytest.raises(ThinkersError, match="svd, gram or auto, got 'power'"):
        conv_norm_upper(kernel, method="power")
