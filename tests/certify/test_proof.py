"""A proof multiplies true bounds, certifies only below 1, and can be checked again."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from thinkers.certify import (
    Activation,
    Certificate,
    ConvexPotential,
    KnownLipschitz,
    Linear,
    Recall,
    Residual,
    cannot_contract,
    conv_norm_exact,
    prove,
    verify,
)


def kernel(seed, *shape, norm=1.0):
    values = torch.from_numpy(np.random.default_rng(seed).standard_normal(shape))
    return values * norm / conv_norm_exact(values).high


def chain(recall=0.9, kappa=1.0, gate=0.5):
    gates = torch.tensor([gate], dtype=torch.float64)
    body = [
        Linear("first", kernel(1, 3, 3, 3, norm=kappa)),
        Activation("relu", "relu"),
        Linear("second", kernel(2, 3, 3, 3, norm=kappa), budget=1.0),
    ]
    return [
        Linear("recall", kernel(0, 3, 3, 3, norm=recall)),
        Recall(),
        Activation("elu", "elu"),
        Residual("block", body, 1 - gates, gates),
    ]


def test_the_product_of_the_norms_is_certified_below_one():
    proof = prove(chain())
    assert proof.bound == pytest.approx(0.9, abs=1e-5)
    assert (proof.certificate.K, proof.certificate.scope) == (proof.bound, "every size")
    assert (proof.certificate.norm, proof.certificate.method) == ("l2", "product")
    assert proof.reach == 3
    names = [(layer.name, layer.budget) for layer in proof.layers]
    assert names == [("recall", None), ("block.first", None), ("block.second", 1.0)]
    for layer in proof.layers:
        assert layer.reshaped <= layer.high
        assert layer.low <= layer.high


def test_at_one_and_above_nothing_is_certified():
    for recall in (1.0, 1.2):
        proof = prove(chain(recall=recall))
        assert proof.bound > 1 - 1e-6
        assert proof.certificate is None


def test_the_inequality_certifies_what_the_product_does_not():
    pieces = chain(recall=1.0, kappa=1.1)
    assert prove(pieces).certificate is None
    found = prove(pieces, tune=True)
    assert found.certificate.method == "lmi"
    assert found.bound < 1 < prove(pieces).bound
    [factor] = [each for each in found.factors if each.name == "block"]
    assert factor.bound == factor.lmi < factor.product
    assert list(found.certificate.evidence["multipliers"]) == ["block"]


def test_stored_multipliers_prove_it_again_without_a_search():
    pieces = chain(recall=1.0, kappa=1.1)
    claim = prove(pieces, tune=True).certificate
    assert verify(pieces, claim) == claim


def test_a_claim_that_the_weights_do_not_bear_is_dropped():
    pieces = chain()
    claim = prove(pieces).certificate
    assert verify(pieces, claim) == claim
    assert verify(pieces, replace(claim, K=0.5)) is None
    assert verify(chain(recall=0.95), claim) is None
    assert verify(chain(recall=1.5), claim) is None


def test_multipliers_that_were_tampered_with_are_dropped():
    pieces = chain(recall=1.0, kappa=1.1)
    claim = prove(pieces, tune=True).certificate
    [numbers] = claim.evidence["multipliers"]["block"]
    for bad in ([numbers[:-1]], [[-each for each in numbers]], [[0.001] * len(numbers)]):
        evidence = {**claim.evidence, "multipliers": {"block": bad}}
        assert verify(pieces, replace(claim, evidence=evidence)) is None


def test_the_claim_of_a_ball_is_not_kept():
    assert verify(chain(), Certificate(0.95, "l2", "ball", "ball")) is None


def test_pieces_known_by_construction_count_by_their_constants():
    weights = kernel(3, 6, 3, 3)
    pieces = [
        KnownLipschitz("factor", 0.99, "a number", lambda thought: 0.99 * thought),
        ConvexPotential("down", weights),
    ]
    proof = prove(pieces)
    assert proof.bound == pytest.approx(0.99, abs=1e-5)
    assert [factor.bound for factor in proof.factors] == pytest.approx([0.99, 1], abs=1e-5)
    assert [(layer.name, layer.budget) for layer in proof.layers] == [("down", 1.0)]


@pytest.mark.parametrize("nudge", [-2, -1, 0, 1, 2])
def test_what_is_listed_hangs_on_the_kind_of_a_piece_never_on_the_last_bit_of_its_bound(
    monkeypatch, nudge
):
    value = 1 + nudge * np.finfo(float).eps
    monkeypatch.setattr(ConvexPotential, "bound", lambda piece: value)
    monkeypatch.setattr(Linear, "bound", lambda piece: value)
    pieces = [
        Linear("linear", torch.ones(1, 1)),
        Recall(),
        ConvexPotential("down", torch.ones(1, 1)),
        Activation("relu", "relu"),
        KnownLipschitz("move", 1.0, "an isometry", lambda thought: thought),
    ]
    assert [factor.name for factor in prove(pieces).factors] == ["linear", "down"]


def test_an_empty_chain_is_the_identity_and_no_contraction():
    assert prove([]).bound == 1
    assert prove([]).certificate is None


def test_that_a_step_cannot_contract_is_seen_without_any_exact_norm():
    assert cannot_contract(chain(recall=4.0))
    assert not cannot_contract(chain())
    rng = np.random.default_rng(0)
    found = set()
    for _ in range(12):
        pieces = chain(*rng.uniform(0.2, 2, 2), rng.uniform(0.1, 0.9))
        found.add((prove(pieces).certificate is not None, cannot_contract(pieces)))
    assert (True, False) in found
    assert (False, True) in found
    assert (True, True) not in found
