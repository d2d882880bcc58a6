"""`certify` says what is proven of a model, for people and machines; a forged file warns."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.models.card import Budget, Card
from thinkers.models.certificate import certify_model
from thinkers.models.store import Model, save_model
from thinkers.nets import DTOS

KEYS = [
    "model", "thinker", "certificate", "stored", "bound", "reach", "horizon", "layers", "factors",
    "balls", "instances", "estimates", "guaranteed", "not_guaranteed", "refuted", "settles",
    "correct", "unproven",
]  # fmt: skip


@pytest.fixture
def contraction(tmp_path):
    """A tiny DT-OS with its certificate, and another one's in its card."""
    torch.manual_seed(0)
    config = {"width": 4, "contraction": 0.9}
    thinker = DTOS.build(PrefixSums.encodings["centred"].signature, config)
    card = Card(name="prefix_sums/os", problem="prefix_sums", thinker="dt-os", encoding="centred",
                config=config, budget=Budget(minimum=3))  # fmt: skip
    claim = certify_model(Model(card, thinker))
    paths = {}
    for name, weights in (("own", claim.weights), ("foreign", "0" * 64)):
        paths[name] = tmp_path / f"{name}.safetensors"
        update = {"certificate": claim.model_copy(update={"weights": weights})}
        save_model(paths[name], Model(card.model_copy(update=update), thinker))
    return paths


def test_people_get_tables_and_two_plain_sentences(works, contraction):
    outcome = works("certify", contraction["own"], "--instances", 2)
    for part in (
        "reshaped  true low  true high  budget", "certified: K = 0.8999", "horizon:",
        "estimates on 2 instances, which prove nothing", "\nguaranteed: ", "\nnot guaranteed: ",
    ):  # fmt: skip
        assert part in outcome.out
    assert "warning" not in outcome.err


def test_json_is_one_object_with_exactly_these_keys(works, contraction):
    [found] = works("certify", contraction["own"], "--json").objects
    assert list(found) == KEYS
    assert found["certificate"]["K"] < 0.9
    assert found["stored"] == "kept"
    assert found["reach"] == 4


def test_a_net_without_a_proof_is_told_apart(works, tiny):
    outcome = works("certify", tiny, "--quick")
    assert "\nnot certified: no K below 1 is proven\nhorizon: none is proven" in outcome.out
    assert "\ncertified" not in outcome.out
    [found] = works("certify", tiny, "--quick", "--json").objects
    assert found["certificate"] is None
    assert found["stored"] == "none"
    assert found["bound"] > 1


def test_a_net_that_does_not_describe_its_step_says_so_in_each_line(works):
    said = works("certify", "tsp/dt-m", "--instances", 1, "--quick").out
    assert "tsp/dt-m: no layers, since the thinker does not describe its step" in said
    assert "not certified: no K below 1 is proven\nhorizon: unknown\n" in said


def test_the_certificate_of_other_weights_is_ignored_and_said_so(works, contraction):
    outcome = works("certify", contraction["foreign"])
    assert "warning: the file's certificate is not of these weights" in outcome.err
    assert "certified: K = 0.8999" in outcome.out, "what the weights themselves prove still holds"


def test_a_card_that_asks_for_endless_thought_is_measured_all_the_same(
    works, save_tiny, monkeypatch
):
    monkeypatch.setattr("thinkers.cli.certify.MOST", 5)
    path = save_tiny("endless", budget=Budget(minimum=10**9))
    [found] = works("certify", path, "--quick", "--instances", 1, "--json").objects
    ways = {each["how"] for each in found["estimates"]}
    assert {"5 iterations", "cosine, 5 iterations"} <= ways


def test_a_model_that_is_not_there_is_refused(refused, tmp_path):
    assert "unknown model 'prefix_sums/nothing'" in refused("certify", "prefix_sums/nothing")
    refused("certify", tmp_path / "gone.safetensors")
