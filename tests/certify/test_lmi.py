"""What the inequality proves lies above every attacked Jacobian and below the product."""

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from thinkers.certify import Activation, Linear, Recall, Residual, conv_norm_exact
from thinkers.certify.inequality import Block
from thinkers.certify.lmi import grid_value, proven_constant, search

N = 12


def kernel(seed, *shape, norm=1.0):
    values = torch.from_numpy(np.random.default_rng(seed).standard_normal(shape))
    return values * norm / conv_norm_exact(values).high


def block(seed, kappa=1.0, gate=0.5, closed=False, width=3, axes=1):
    shape = (width, width, *[3] * axes)
    body = [
        Linear("a", kernel(seed, *shape, norm=kappa)),
        Activation("s", "relu"),
        Linear("b", kernel(seed + 1000, *shape, norm=kappa)),
    ]
    if closed:
        body.append(Activation("t", "elu"))
    gates = torch.tensor([gate], dtype=torch.float64)
    return Residual("block", body, 1 - gates, gates)


@pytest.mark.parametrize(
    ("kappa", "gate", "closed"), [(1.0, 0.5, False), (1.0, 0.8, True), (1.5, 0.2, True)]
)
def test_no_attack_gets_above_it_and_it_is_below_the_product(attacked, kappa, gate, closed):
    residual = block(7, kappa, gate, closed)
    found = Block.of(residual)
    proven = proven_constant(found, search(found))
    assert attacked(residual, (N,)) <= proven < residual.bound()


def test_no_attack_gets_above_it_on_a_grid(attacked):
    residual = block(3, kappa=1.2, width=2, axes=2)
    found = Block.of(residual)
    proven = proven_constant(found, search(found))
    assert attacked(residual, (5, 5)) <= proven < residual.bound()


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    level=st.floats(0.1, 3.0),
    gate=st.floats(0.05, 0.95),
    closed=st.booleans(),
)
def test_any_positive_multipliers_prove_something_true_or_nothing(
    attacked, seed, level, gate, closed
):
    residual = block(seed, 1.3, gate, closed, width=2)
    found = Block.of(residual)
    rng = np.random.default_rng(seed)
    multipliers = [list(level * gate**2 * rng.uniform(0.5, 3, each)) for each in found.hidden]
    assert attacked(residual, (8,), rounds=20) <= proven_constant(found, multipliers)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("padding", ["zeros", "circular"])
def test_the_inequality_holds_for_explicit_matrices_of_many_sizes(operator, closed, padding):
    """Built from dense operators: `L²|dx|² - |dy|²` plus the multipliers' terms is positive."""
    residual = block(5, 1.2, 0.6, closed)
    found = Block.of(residual)
    multipliers = search(found)
    proven = proven_constant(found, multipliers)
    for n in (3, 7, 20):
        first, second = (
            operator(each.kernel, (n,), padding=padding) for each in residual.body[::2]
        )
        one, zero = np.eye(3 * n), np.zeros((3 * n, 3 * n))
        lambdas = [np.diag(np.repeat(each, n)) for each in multipliers]
        rows = [(lambdas[0] @ np.hstack([first, -one, zero]), np.hstack([zero, one, zero]))]
        if closed:
            rows.append(
                (lambdas[1] @ np.hstack([zero, second, -one]), np.hstack([zero, zero, one]))
            )
        out = np.hstack([0.4 * one, zero, 0.6 * one]) if closed else np.hstack(
            [0.4 * one, 0.6 * second, zero]
        )  # fmt: skip
        start = np.hstack([one, zero, zero])
        psi = proven**2 * start.T @ start - out.T @ out
        for left, right in rows:
            psi = psi - left.T @ right - right.T @ left
        assert np.linalg.eigvalsh(psi).min() > -1e-10


def test_a_branch_that_undoes_itself_is_exact():
    """With B = -Aᵀ the Jacobian is `(1 - g) I - g AᵀSA`, of norm at most 1/2 for ‖A‖² <= 2."""
    weights = kernel(0, 4, 4, 3, norm=1.413)
    back = -weights.transpose(0, 1).flip(2)
    half = torch.tensor([0.5], dtype=torch.float64)
    body = [Linear("a", weights), Activation("s", "relu"), Linear("b", back)]
    residual = Residual("block", body, half, half)
    found = Block.of(residual)
    assert proven_constant(found, search(found)) == pytest.approx(0.5, abs=0.003)
    assert residual.bound() == pytest.approx(1.498, abs=0.001)


def test_a_finer_grid_alone_stays_below_what_is_proven():
    found = Block.of(block(11, 1.3, 0.5))
    multipliers = search(found)
    proven = proven_constant(found, multipliers)
    assert grid_value(found, multipliers, 400) <= proven <= 1.02 * grid_value(found, multipliers)


def test_multipliers_that_do_not_fit_prove_nothing():
    found = Block.of(block(0))
    assert proven_constant(found, [[0.5, 0.5]]) == math.inf
    assert proven_constant(found, [[0.5, -0.5, 0.5]]) == math.inf
    assert proven_constant(found, [[0.5, 0.0, 0.5]]) == math.inf
    assert proven_constant(found, [[0.5, math.nan, 0.5]]) == math.inf
    assert proven_constant(found, []) == math.inf


def test_a_branch_of_another_form_has_no_inequality():
    plain = block(0)
    for body in (plain.body[:1], [plain.body[0], plain.body[2]], [Activation("s", "relu")]):
        assert Block.of(Residual("block", body, plain.keep, plain.take)) is None


def test_maps_that_pad_differently_have_no_inequality_and_a_recall_inside_does_not_matter():
    plain = block(0)
    first, act, second = plain.body
    mixed = [first, act, replace(second, padding_mode="circular")]
    assert Block.of(replace(plain, body=mixed)) is None
    round_ = [replace(first, padding_mode="circular"), act, mixed[2]]
    assert Block.of(replace(plain, body=round_)) is not None
    assert Block.of(replace(plain, body=[first, Recall(), act, second])) is not None


def test_a_wide_kernel_and_a_dense_map_may_stand_in_one_branch():
    half = torch.tensor([0.5], dtype=torch.float64)
    mix = torch.from_numpy(np.linalg.qr(np.random.default_rng(0).standard_normal((3, 3)))[0])
    body = [Linear("a", kernel(0, 3, 3, 7)), Activation("s", "relu"), Linear("b", mix)]
    found = Block.of(Residual("block", body, half, half))
    assert proven_constant(found, search(found)) < 1
