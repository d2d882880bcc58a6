"""A report says what is proven, what is measured, and never the one for the other."""

import json

import pytest
import torch

from thinkers import Signature
from thinkers.models.card import Budget, Card
from thinkers.models.store import Model
from thinkers.nets import DTL, DTM, DTMP, DTOM, DTOS, DTR
from thinkers.scoring.certifying import report
from thinkers.testing import toy_signature

SEQUENCE = Signature("sequence", channels=1, classes=2)


def reported(thinker, signature=SEQUENCE, iterations=10, scale=1.0, **config):
    torch.manual_seed(0)
    built = thinker.build(signature, config).eval()
    with torch.no_grad():
        for weight in built.parameters():
            weight.mul_(scale)
    card = Card(
        name="coins/x", problem="coins", thinker=thinker.name, encoding="row", config=config,
        budget=Budget(minimum=3),
    )  # fmt: skip
    inputs = torch.randn(3, signature.channels, *[7] * signature.axes)
    return report(Model(card, built), inputs, iterations, tune=False)


def test_a_contraction_is_certified_with_its_horizon():
    found = reported(DTOS, width=4, contraction=0.9)
    assert found.certificate.K < 0.9001
    assert found.proof.reach == 4
    assert 0 < found.horizon < 400
    assert found.balls == ()
    assert "factor of 0.8999" in found.guaranteed()
    assert "the answer is right" in found.not_guaranteed()


def test_where_every_cell_is_seen_there_is_no_horizon():
    found = reported(DTOM, toy_signature("matrix"), width=8, layers=1)
    assert found.certificate is not None
    assert found.horizon is None


def test_the_papers_net_gets_no_certificate_but_estimates():
    found = reported(DTL, width=4)
    assert found.certificate is None
    assert found.proof.bound > 1
    names = [each.name for each in found.estimates]
    assert names == ["jacobian norm", "spectral radius", "step ratio", "path independence"]
    assert found.guaranteed() == "nothing: thinking may settle, circle or grow"
    assert "not below 1" in found.not_guaranteed()


def test_a_thought_may_be_certified_where_the_step_is_not():
    """A strong negative bias holds every unit where its slope is small."""
    torch.manual_seed(0)
    built = DTL.build(SEQUENCE, {"width": 4, "constraint": "none"}).eval()
    with torch.no_grad():
        built.recall_thought.weight.mul_(4)
        built.recall_input.bias.fill_(-9)
    card = Card(name="coins/x", problem="coins", thinker="dt-l", encoding="row",
                config={"width": 4}, budget=Budget(minimum=3))  # fmt: skip
    found = report(Model(card, built), torch.randn(2, 1, 7), 60, tune=False)
    assert found.certificate is None
    assert len(found.balls) == 2
    assert all(each.scope == "ball" for each in found.balls)
    assert found.guaranteed().startswith("nothing for all sizes; for 2 of 2 instances")


def test_a_step_without_a_description_says_so():
    found = reported(DTM, toy_signature("matrix"), width=4, paths=2)
    assert found.proof is None
    assert "does not describe its step" in found.not_guaranteed()


def test_a_thought_that_settles_by_construction_is_said_to_and_no_more():
    found = reported(DTMP)
    assert found.certificate is None
    assert "a thought settles" in found.guaranteed()
    assert "the answer is right" in found.not_guaranteed()
    assert found.to_json()["settles"] is True
    assert reported(DTR).to_json()["settles"] is False


def test_thoughts_that_blow_up_are_reported_as_such():
    found = reported(DTR, scale=30.0, width=4, iterations=60)
    assert found.balls == ()
    values = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert None in [each["value"] for each in values["estimates"]]


@pytest.mark.parametrize("thinker", [DTL, DTOS])
def test_json_holds_what_people_are_told(thinker):
    found = reported(thinker, width=4)
    values = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert values["guaranteed"] == found.guaranteed()
    assert len(values["layers"]) == len(found.proof.layers)
    assert (values["certificate"] is None) == (found.certificate is None)
