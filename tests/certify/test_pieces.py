"""A piece does what torch does, and its bound is never below the norm of its explicit matrix."""

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from thinkers.certify import Activation, KnownLipschitz, Linear, Recall, apply, product, reach
from thinkers.errors import ThinkersError


@pytest.mark.parametrize(
    "module",
    [
        nn.Conv1d(3, 4, 3, padding=1, bias=False),
        nn.Conv2d(4, 6, 3, padding=1, groups=2, bias=False),
        nn.Conv2d(2, 3, (3, 5), padding=(1, 2), bias=False),
        nn.Conv1d(2, 2, 5, padding=2, padding_mode="circular", bias=False),
    ],
    ids=str,
)
def test_a_linear_piece_is_the_module_it_was_made_of(module):
    axes = module.weight.ndim - 2
    inputs = torch.randn(2, module.in_channels, *[7, 6][:axes])
    piece = Linear.of("map", module)
    assert torch.allclose(piece.apply(inputs, None), module(inputs), atol=1e-6)
    doubled = Linear.of("map", module, factor=-2.0)
    assert torch.allclose(doubled.apply(inputs, None), -2 * module(inputs), atol=1e-6)
    assert doubled.bound() == pytest.approx(2 * piece.bound())
    assert piece.reach == max(module.kernel_size) // 2


def test_a_dense_piece_mixes_channels_at_every_cell():
    weight, inputs = torch.randn(3, 4), torch.randn(2, 4, 5, 6)
    piece = Linear("mix", weight)
    assert torch.allclose(piece.apply(inputs, None), torch.einsum("oc,bcxy->boxy", weight, inputs))
    assert piece.bound() == pytest.approx(np.linalg.norm(weight.numpy(), 2), rel=1e-6)
    assert piece.reach == 0


def test_a_linear_bound_covers_the_explicit_matrix(operator):
    kernel = np.random.default_rng(0).standard_normal((3, 2, 3))
    for padding in ("zeros", "circular"):
        piece = Linear("map", torch.from_numpy(kernel), factor=0.5, padding_mode=padding)
        for n in (3, 8, 30):
            matrix = 0.5 * operator(kernel, (n,), padding=padding)
            assert np.linalg.norm(matrix, 2) <= piece.bound()


def test_even_kernels_and_padding_that_adds_energy_are_refused():
    with pytest.raises(ThinkersError, match="map: expected a kernel of odd size"):
        Linear("map", torch.ones(1, 1, 4))
    with pytest.raises(ThinkersError, match="no norm is proven for 'reflect'"):
        Linear.of("map", nn.Conv1d(1, 1, 3, padding=1, padding_mode="reflect")).bound()


@pytest.mark.parametrize("kind", ["relu", "elu", "tanh", "sigmoid", "clamp"])
def test_the_slope_of_an_activation_bounds_every_secant_between_the_ends(kind):
    piece = Activation("act", kind)
    generator = torch.Generator().manual_seed(0)
    ends = 2 * torch.randn(2, 500, generator=generator, dtype=torch.float64)
    low, high = ends.amin(0), ends.amax(0)
    cap = piece.slope(low, high)
    assert ((cap >= 0) & (cap <= 1)).all()
    for _ in range(50):
        x, y = (low + (high - low) * torch.rand(500, generator=generator) for _ in range(2))
        gap = (piece.apply(x, None) - piece.apply(y, None)).abs()
        assert (gap <= cap * (x - y).abs() + 1e-12).all()
    assert piece.bound() == 1


def test_an_unknown_activation_is_refused():
    expected = "^act: expected one of relu, elu, tanh, sigmoid, clamp, got sin$"
    with pytest.raises(ThinkersError, match=expected):
        Activation("act", "sin")


@pytest.mark.parametrize(
    "module",
    [nn.Conv1d(1, 1, 3, stride=2), nn.Conv2d(1, 1, 3, dilation=2), nn.ConvTranspose1d(1, 1, 3)],
    ids=str,
)
def test_a_module_that_is_no_plain_convolution_is_refused(module):
    with pytest.raises(ThinkersError, match="map: expected a plain convolution"):
        Linear.of("map", module)


def test_recall_moves_all_thoughts_alike():
    thought, term = torch.randn(2, 3, 4), torch.randn(2, 2, 3, 4)
    piece = Recall("recall", lambda recall: recall[:, 1])
    assert torch.equal(piece.apply(thought, term), thought + term[:, 1])
    assert torch.equal(piece.apply(thought, None), thought)
    assert piece.bound() == 1


def test_a_chain_multiplies_bounds_and_adds_up_reach():
    conv = nn.Conv1d(2, 2, 5, padding=2, bias=False)
    chain = [
        Linear.of("conv", conv),
        Activation("tanh", "tanh"),
        KnownLipschitz("factor", 0.5, "a number", lambda thought: 0.5 * thought),
        KnownLipschitz(
            "shift", 1.0, "a partial isometry", lambda t: functional.pad(t, (3, -3)), reach=3
        ),
    ]
    inputs = torch.randn(1, 2, 9)
    expected = functional.pad(0.5 * conv(inputs).tanh(), (3, 0))[..., :9]
    assert torch.allclose(apply(chain, inputs, None), expected)
    assert product(chain) == pytest.approx(0.5 * chain[0].bound())
    assert reach(chain) == 5
    assert math.isclose(product([]), 1)
