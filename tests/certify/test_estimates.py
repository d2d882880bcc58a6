"""Estimates agree with explicit Jacobians where these are known, and are labelled as estimates."""

import numpy as np
import pytest
import torch

from thinkers.certify import (
    Certificate,
    Estimate,
    jacobian_norm,
    path_independence,
    spectral_radius,
    step_ratio,
)

MATRIX = torch.from_numpy(np.random.default_rng(0).standard_normal((6, 6)) / 4)


def step(thought):
    """A smooth contraction near 0."""
    return (thought @ MATRIX.T).tanh()


ZERO = torch.zeros(2, 6, dtype=torch.float64)


def test_the_jacobian_norm_is_that_of_the_matrix():
    found = jacobian_norm(step, ZERO, iterations=200)
    assert found.value == pytest.approx(np.linalg.norm(MATRIX.numpy(), 2), rel=1e-6)
    assert found.value <= np.linalg.norm(MATRIX.numpy(), 2) * (1 + 1e-12)


def test_the_spectral_radius_is_that_of_the_matrix():
    true = np.abs(np.linalg.eigvals(MATRIX.numpy())).max()
    assert spectral_radius(step, ZERO, iterations=400).value == pytest.approx(true, rel=0.02)


def test_a_step_that_halves_has_ratio_one_half():
    thought = torch.ones(3, 2, 4)
    assert step_ratio(lambda t: t / 2 + 1, thought, 10).value == pytest.approx(0.5)


def test_one_limit_gives_cosine_one_and_many_give_less():
    thought = torch.ones(2, 8)
    assert path_independence(lambda t: t / 2 + 1, thought, 60).value == pytest.approx(1)
    assert path_independence(lambda t: t, thought, 60).value < 0.9


def test_the_largest_of_a_batch_counts():
    scales = torch.tensor([[0.5], [2.0]], dtype=torch.float64)
    assert jacobian_norm(lambda t: scales * t, ZERO).value == pytest.approx(2)


def test_an_estimate_is_no_certificate():
    found = step_ratio(lambda t: t / 2, torch.ones(1, 2), 3)
    assert isinstance(found, Estimate)
    assert not isinstance(found, Certificate)
    assert "certif" not in f"{found}"
