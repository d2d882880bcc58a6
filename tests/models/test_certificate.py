"""A certificate in a file counts for its own weights only, and only if it is proven again."""

import json

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from thinkers_prefix_sums.centred import CentredEncoding

from thinkers import ModelCard
from thinkers.errors import ModelError
from thinkers.models.card import CARD_KEY, Budget, Card
from thinkers.models.certificate import certify_model, verify_certificate
from thinkers.models.store import Model, digest, load_model, save_model
from thinkers.nets import DTL, DTM, DTOS
from thinkers.testing import toy_signature

SEQUENCE = CentredEncoding.signature


def model(thinker, scale=1.0, **config):
    torch.manual_seed(0)
    built = thinker.build(SEQUENCE, config).eval()
    with torch.no_grad():
        for name, weight in built.named_parameters():
            if name.startswith(("recall_thought", "blocks")) and weight.ndim > 2:
                weight.mul_(scale)
    card = Card(
        name="coins/x", problem="coins", thinker=thinker.name, encoding="row", config=config,
        budget=Budget(minimum=3),
    )  # fmt: skip
    return Model(card, built)


def small():
    return model(DTL, 0.3, width=4, constraint="none")


def stored(tmp_path, made):
    """The model as its file gives it back, with a certificate in its card."""
    path = tmp_path / "x.safetensors"
    card = made.card.model_copy(update={"certificate": certify_model(made)})
    save_model(path, Model(card, made.thinker))
    return path


def opened(path, thinker=DTL):
    return load_model(ModelCard.read(path), thinker, {"row": CentredEncoding()})


def forge(path, weights=None, claim=None, reseal=False):
    """Change a file as somebody would who knows the format."""
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
    tensors = load_file(path)
    if weights:
        weights(tensors)
    save_file(tensors, path, metadata)
    card = json.loads(metadata[CARD_KEY])
    probe = DTL.build(SEQUENCE, card["config"])
    probe.load_state_dict(tensors)
    card["sha256"] = digest(probe)
    if reseal:
        card["certificate"]["weights"] = digest(probe)
    card["certificate"].update(claim or {})
    metadata[CARD_KEY] = json.dumps(card)
    save_file(tensors, path, metadata)


def enlarge(tensors):
    tensors["recall_thought.weight"] *= 40


@pytest.mark.parametrize(
    "made", [small(), model(DTOS, width=4), model(DTL, width=4, constraint="certified")]
)
def test_what_is_proven_at_export_is_found_in_the_file_and_kept(tmp_path, made):
    loaded = opened(stored(tmp_path, made), type(made.thinker))
    assert loaded.card.certificate.K < 1
    assert loaded.card.certificate.weights == digest(loaded.thinker)
    assert verify_certificate(loaded).K == loaded.card.certificate.K == made.thinker.certificate().K


def test_nothing_is_written_where_nothing_is_proven(tmp_path):
    assert certify_model(model(DTL, width=4)) is None
    assert opened(stored(tmp_path, model(DTL, width=4))).card.certificate is None
    matrix = DTM.build(toy_signature("matrix"), {"width": 4, "paths": 2})
    assert certify_model(Model(small().card, matrix)) is None


def test_multipliers_travel_with_the_file(tmp_path):
    """Norms alone give a little more than 1 here; the inequality gives less."""
    made = next(
        found
        for scale in torch.linspace(0.95, 1.3, 8)
        if (found := model(DTL, float(scale), width=4, constraint="none"))
        and found.thinker.certificate() is None
    )
    claim = certify_model(made)
    assert claim.method == "lmi"
    loaded = opened(stored(tmp_path, made))
    assert loaded.thinker.multipliers == claim.evidence.multipliers
    assert pytest.approx(claim.K) == loaded.thinker.certificate().K
    assert verify_certificate(loaded) is not None


def test_a_byte_that_changed_is_seen_when_the_file_is_loaded(tmp_path):
    path = stored(tmp_path, small())
    content = bytearray(path.read_bytes())
    content[-3] ^= 64
    path.write_bytes(content)
    with pytest.raises(ModelError, match="the weights are damaged"):
        opened(path)


def test_other_weights_lose_the_certificate(tmp_path):
    path = stored(tmp_path, small())
    forge(path, weights=enlarge)
    loaded = opened(path)
    assert loaded.card.certificate is not None
    assert verify_certificate(loaded) is None
    assert loaded.thinker.multipliers == {}


def test_even_resealed_a_false_claim_is_not_kept(tmp_path):
    path = stored(tmp_path, small())
    forge(path, weights=enlarge, reseal=True)
    assert verify_certificate(opened(path)) is None
    assert opened(path).thinker.certificate() is None


def test_a_k_that_was_made_smaller_is_not_kept(tmp_path):
    path = stored(tmp_path, small())
    forge(path, claim={"K": 0.01})
    assert verify_certificate(opened(path)) is None


@pytest.mark.parametrize(
    "claim", [{"K": 1.5}, {"K": -1}, {"K": "small"}, {"scope": "ball"}, {"evidence": 3}, {"x": 1}]
)
def test_a_claim_that_is_none_damages_the_card(tmp_path, claim):
    path = stored(tmp_path, small())
    forge(path, claim=claim)
    with pytest.raises(ModelError, match=r"the card of .* is damaged"):
        opened(path)
