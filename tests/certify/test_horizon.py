"""The horizon is monotone, and no input beyond it changes an answer."""

import math

import pytest
import torch

from thinkers.certify import horizon, influence
from thinkers.errors import ThinkersError


def test_it_grows_with_k_with_reach_and_with_gain():
    for smaller, larger in (
        (horizon(0.9, 5, 10), horizon(0.95, 5, 10)),
        (horizon(0.9, 5, 10), horizon(0.9, 6, 10)),
        (horizon(0.9, 5, 10), horizon(0.9, 5, 11)),
    ):
        assert smaller < larger
    assert horizon(0.5, 1, 0.1) == 0


@pytest.mark.parametrize(("K", "cells"), [(0.9, 250), (0.95, 580), (0.99, 3800)])
def test_the_numbers_are_those_of_the_formula(K, cells):
    assert horizon(K, 5, 10) == pytest.approx(cells, rel=0.02)


def test_at_the_horizon_the_influence_is_the_margin():
    distance = horizon(0.8, 1, 10)
    assert influence(0.8, 1, math.ceil(distance), 10) <= 1 <= influence(0.8, 1, distance - 1, 10)


def test_a_linear_contraction_is_never_influenced_more():
    """φ <- K shift(φ) + x carries the input one cell an iteration: the worst case."""
    K, n = 0.9, 60
    one, other = torch.zeros(2, n, dtype=torch.float64)
    other[0] = 1

    def settle(inputs):
        thought = torch.zeros_like(inputs)
        for _ in range(400):
            thought = K * torch.nn.functional.pad(thought, (1, 0))[:n] + inputs
        return thought

    difference = (settle(one) - settle(other)).abs()
    radius = 1.0
    for cell in range(1, n):
        assert 0 < difference[cell] <= influence(K, 1, cell, radius)


@pytest.mark.parametrize("bad", [0, 1, 1.5, -1])
def test_k_must_be_a_strict_contraction(bad):
    with pytest.raises(ThinkersError, match="expected 0 < K < 1"):
        horizon(bad, 5, 10)
    with pytest.raises(ThinkersError, match="expected reach >= 1"):
        influence(0.5, 0, 10, 1)
