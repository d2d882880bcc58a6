"""The checks can fail: each planted mistake, some seen in public code, turns one of them red."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from thinkers.certify import (
    Activation,
    Linear,
    Residual,
    bracket,
    conv_norm_exact,
    conv_norm_upper,
    inequality,
    lmi,
    norms,
    prove,
    reshaped_norm,
    verify,
)


@pytest.fixture
def check_norm(operator):
    """A norm function is never below explicit matrices, with groups, at several sizes."""

    def check(norm):
        rng = np.random.default_rng(0)
        cosine = np.zeros((1, 1, 3))
        cosine[0, 0, [0, 2]] = 0.5, -0.5
        cases = [
            (np.ones((1, 1, 3)) / math.sqrt(3), 1),
            (0.2 * rng.standard_normal((4, 1, 3)), 4),
            (rng.standard_normal((2, 2, 3)), 1),
            (cosine, 1),
        ]
        for kernel, groups in cases:
            for n in (4, 7, 60):
                true = np.linalg.norm(operator(kernel, (n,), groups=groups), 2)
                found = float(norm(torch.from_numpy(kernel), groups=groups))
                assert true <= found * (1 + 1e-9), "a norm is bounded from above"

    return check


def test_the_functions_themselves_pass(check_norm):
    check_norm(conv_norm_upper)
    check_norm(lambda kernel, groups: conv_norm_exact(kernel, groups=groups).high)


def test_the_reshaped_value_in_place_of_the_norm_is_caught(check_norm):
    with pytest.raises(AssertionError, match="bounded from above"):
        check_norm(lambda kernel, groups: reshaped_norm(kernel))


def test_groups_that_are_multiplied_are_caught(check_norm):
    def multiplied(kernel, groups):
        parts = kernel.unflatten(0, (groups, -1))
        return math.prod(float(conv_norm_upper(part)) for part in parts)

    with pytest.raises(AssertionError, match="bounded from above"):
        check_norm(multiplied)


def test_a_factor_that_is_dropped_is_caught(check_norm, monkeypatch):
    monkeypatch.setattr(norms, "riesz", lambda sizes, grid: 1.0)
    with pytest.raises(AssertionError, match="bounded from above"):
        check_norm(lambda kernel, groups: conv_norm_upper(kernel, groups=groups, grid=5))


def test_half_of_the_frequencies_forgotten_is_caught(check_norm, monkeypatch):
    whole = norms.wave_numbers
    monkeypatch.setattr(norms, "wave_numbers", lambda sizes, grid: whole(sizes, grid)[:2])
    with pytest.raises(AssertionError, match="bounded from above"):
        check_norm(conv_norm_upper)


def test_a_root_too_much_in_the_gram_iteration_is_caught(check_norm, monkeypatch):
    right = norms._gram_peak
    monkeypatch.setattr(norms, "_gram_peak", lambda *values: right(*values) ** 0.5)
    with pytest.raises(AssertionError, match="bounded from above"):
        check_norm(
            lambda kernel, groups: conv_norm_upper(4 * kernel, groups=groups, method="gram") / 4
        )


def test_frequencies_that_are_left_out_are_caught(monkeypatch):
    """Boxes that shrink in place of being cut in two miss the maximum."""

    def check():
        rng = np.random.default_rng(0)
        for _ in range(20):
            kernel = rng.standard_normal((2, 2, 3, 3))
            fine = np.fft.fftn(kernel, (90, 90), (2, 3)).transpose(2, 3, 0, 1)
            true = np.linalg.svd(fine, compute_uv=False).max()
            found = conv_norm_exact(torch.from_numpy(kernel)).high
            assert true <= found, "a norm is bounded from above"

    check()
    monkeypatch.setattr(bracket, "halves", lambda centres, widths: (centres, widths / 2))
    with pytest.raises(AssertionError, match="bounded from above"):
        check()


def residual(first, second):
    half = torch.tensor([0.5], dtype=torch.float64)
    body = [Linear("a", first), Activation("s", "relu"), Linear("b", second)]
    return Residual("block", body, half, half)


@pytest.fixture
def check_inequality(attacked):
    """What is verified lies above attacks and above what a fine grid gives."""

    def check():
        rng = np.random.default_rng(0)
        first = torch.tensor([[[0.5, 0.0, -0.5]]], dtype=torch.float64)
        random = [torch.from_numpy(rng.standard_normal((2, 2, 3))) / 2 for _ in range(2)]
        # The first block adds up at ω = π/2 alone: x + AᵀA x.
        for pair in ((first, first.flip(2)), random):
            block = residual(*pair)
            found = inequality.Block.of(block)
            weights = [[0.26] * found.hidden[0]] if len(pair[0]) == 1 else lmi.search(found)
            proven = lmi.proven_constant(found, weights)
            assert attacked(block, (40,)) <= proven, "what is verified lies above attacks"
            assert lmi.grid_value(found, weights, 400) <= proven, (
                "what is verified lies above a grid"
            )

    return check


def test_the_inequality_itself_passes(check_inequality):
    check_inequality()


def test_symbols_off_centre_are_caught(check_inequality, monkeypatch):
    right = inequality.symbol_at

    def off_centre(kernel, frequencies):
        phase = torch.exp(1j * frequencies.sum(1))[:, None, None]
        return right(kernel, frequencies) * phase

    monkeypatch.setattr(inequality, "symbol_at", off_centre)
    with pytest.raises(AssertionError, match="what is verified lies above"):
        check_inequality()


def test_the_skip_forgotten_is_caught(check_inequality, monkeypatch):
    right = inequality.Block.of

    def without(block):
        found = right(block)
        return replace(found, keep=0 * found.keep)

    monkeypatch.setattr(inequality.Block, "of", without)
    with pytest.raises(AssertionError, match="what is verified lies above"):
        check_inequality()


def test_the_margin_between_grid_points_forgotten_is_caught(check_inequality, monkeypatch):
    monkeypatch.setattr(lmi, "holds", lambda *values: True)
    monkeypatch.setattr(lmi, "MARGINS", (0.0,))
    monkeypatch.setattr(lmi, "COARSE", 5)
    with pytest.raises(AssertionError, match="what is verified lies above"):
        check_inequality()


def test_a_residual_bound_without_its_skip_is_caught(monkeypatch, operator):
    kernels = torch.from_numpy(np.random.default_rng(0).standard_normal((2, 2, 2, 3))) / 9
    block = residual(*kernels)

    def check():
        first, second = (operator(each.kernel, (9,)) for each in block.body[::2])
        true = np.linalg.norm(np.eye(18) / 2 + second @ first / 2, 2)
        assert true <= block.bound(), "a norm is bounded from above"

    check()
    monkeypatch.setattr(
        Residual, "bound", lambda self: 0.5 * self.body[0].bound() * self.body[2].bound()
    )
    with pytest.raises(AssertionError, match="bounded from above"):
        check()


def test_a_claim_that_is_believed_unseen_is_caught(monkeypatch):
    pieces = [Linear("map", torch.tensor([[[0.2, 0.5, 0.2]]], dtype=torch.float64))]
    claim = replace(prove(pieces).certificate, K=0.5)

    def check(verify):
        assert verify(pieces, claim) is None, "what is not so is not believed"

    check(verify)
    with pytest.raises(AssertionError, match="is not believed"):
        check(lambda pieces, claim: claim)
