"""A ball's certificate: one fixed point in it, no two thoughts of it move apart by more than q."""

import numpy as np
import pytest
import torch

from thinkers.certify import (
    Activation,
    KnownLipschitz,
    Linear,
    Recall,
    Residual,
    apply,
    certify_ball,
    prove,
)


def kernel(seed, *shape, scale=1.0):
    return scale * torch.from_numpy(np.random.default_rng(seed).standard_normal(shape))


def chain(scale, kind="elu"):
    half = torch.tensor([0.5], dtype=torch.float64)
    body = [
        Linear("a", kernel(1, 3, 3, 3, scale=scale)),
        Activation("s", kind),
        Linear("b", kernel(2, 3, 3, 3, scale=scale)),
        Activation("t", kind),
    ]
    return [
        Linear("recall", kernel(0, 3, 3, 3, scale=scale)),
        Recall(),
        Activation("r", kind),
        Residual("block", body, half, half),
    ]


def settled(pieces, recall, iterations=400):
    thought = torch.zeros_like(recall)
    for _ in range(iterations):
        thought = apply(pieces, thought, recall)
    return thought


@pytest.mark.parametrize("kind", ["elu", "tanh", "relu", "clamp"])
def test_where_units_are_off_it_proves_what_no_global_bound_does(kind):
    """Strong negative drive puts every unit where its slope is small."""
    pieces = chain(0.6, kind)
    recall = torch.full((1, 3, 9), -6.0, dtype=torch.float64)
    if kind == "tanh":
        recall = recall.abs()
    assert prove(pieces).bound > 1
    center = settled(pieces, recall)
    found = certify_ball(pieces, center, recall)
    assert found.K < 1
    assert (found.scope, found.method) == ("ball", "ball")
    assert found.evidence["residual"] <= (1 - found.K) * found.evidence["radius"]


@pytest.mark.parametrize("seed", range(6))
def test_within_the_ball_no_pair_moves_apart_more(seed):
    pieces = chain(0.14)
    recall = kernel(50 + seed, 1, 3, 9)
    centre = settled(pieces, recall, 30)
    found = certify_ball(pieces, centre, recall)
    generator = torch.Generator().manual_seed(seed)
    radius = found.evidence["radius"]
    for _ in range(40):
        pair = torch.randn(2, 3, 9, generator=generator, dtype=torch.float64)
        pair = centre + radius * pair / pair.flatten(1).norm(dim=1).view(2, 1, 1)
        one, other = apply(pieces, pair, recall)
        assert (one - other).norm() <= found.K * (pair[0] - pair[1]).norm()
    limit = settled(pieces, recall, 1000)
    assert (limit - centre).norm() <= found.evidence["distance"] + 1e-12


def test_a_thought_far_from_settled_needs_a_wider_ball():
    pieces, recall = chain(0.14), kernel(3, 1, 3, 9)
    far, near = (certify_ball(pieces, settled(pieces, recall, m), recall) for m in (1, 30))
    assert near.evidence["radius"] < 1e-3
    assert far.evidence["radius"] > near.evidence["radius"]
    assert certify_ball(chain(2.0), settled(chain(2.0, "tanh"), recall), recall) is None


def test_a_linear_net_gets_its_own_norm():
    piece = Linear("map", kernel(0, 2, 2, 3, scale=0.1))
    found = certify_ball([piece, Recall()], settled([piece, Recall()], kernel(1, 1, 2, 8)),
                         kernel(1, 1, 2, 8))  # fmt: skip
    assert pytest.approx(piece.bound()) == found.K


def test_pieces_known_by_their_constants_count():
    scale = KnownLipschitz("factor", 0.5, "a number", lambda thought: 0.5 * thought)
    recall = kernel(0, 1, 2, 5)
    assert certify_ball([scale, Recall()], 2 * recall, recall).K == 0.5


def test_float32_weights_are_certified_in_float64():
    pieces = [Linear("map", kernel(0, 2, 2, 3, scale=0.1).float()), Recall()]
    recall = kernel(1, 1, 2, 8).float()
    assert certify_ball(pieces, settled(pieces, recall), recall).evidence["residual"] < 1e-5
