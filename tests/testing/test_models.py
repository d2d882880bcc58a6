"""Model files solve the toy and are as good as their cards; those that are not are found."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Model, ModelCard
from thinkers.models import Budget, Card, save_model
from thinkers.nets import DTR
from thinkers.registry import installed
from thinkers.testing import model_checks


def test_a_model_that_does_not_solve_the_toy_is_found(failures, tmp_path):
    torch.manual_seed(0)
    card = Card(
        name="prefix_sums/tiny", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={"width": 4}, budget=Budget(minimum=3),
    )  # fmt: skip
    thinker = DTR.build(PrefixSums.encodings["centred"], {"width": 4})
    save_model(tmp_path / "tiny.safetensors", Model(card, thinker))
    model = ModelCard.read(tmp_path / "tiny.safetensors")
    found = failures(model_checks(model, installed()))
    assert list(found) == ["it solves the toy"]
    assert found["it solves the toy"].startswith("the toy is solved: ")


@pytest.mark.parametrize("model", installed().models().values(), ids=lambda model: model.card.name)
def test_shipped_models_are_as_good_as_their_cards(failures, model):
    assert model.card.scores
    assert not failures(model_checks(model, installed()))


def test_a_model_far_below_its_card_is_found(failures):
    shipped = installed().models()["tsp/dt-m"]
    better = [shipped.card.scores[0].model_copy(update={"mean_gap": -0.2})]
    model = ModelCard(shipped.path, shipped.card.model_copy(update={"scores": better}))
    found = failures(model_checks(model, installed()))
    assert list(found) == ["its scores hold on fresh instances"]
    assert "the gap at 15 asymmetric is near the card's" in found.popitem()[1]
