"""Model files solve the toy and are as good as their cards; those that are not are found."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Model, ModelCard
from thinkers.models.card import Budget, Card
from thinkers.models.store import save_model
from thinkers.nets import DTR
from thinkers.registry.registry import installed
from thinkers.testing import model_checks
from thinkers.testing.models import ROWS, sample


def test_a_model_that_does_not_solve_the_toy_is_found(failures, tmp_path):
    torch.manual_seed(0)
    card = Card(
        name="prefix_sums/tiny", problem="prefix_sums", thinker="dt-r", encoding="centred",
        config={"width": 4}, budget=Budget(minimum=3),
    )  # fmt: skip
    thinker = DTR.build(PrefixSums.encodings["centred"].signature, {"width": 4})
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
    first, *_ = shipped.card.scores
    better = [first.model_copy(update={"mean_gap": -0.2})]
    model = ModelCard(shipped.path, shipped.card.model_copy(update={"scores": better}))
    found = failures(model_checks(model, installed()))
    assert list(found) == ["its scores hold on fresh instances"]
    assert f"the gap at {first.where} is near the card's" in found.popitem()[1]


def test_of_many_rows_few_are_measured_again_and_the_worst_always():
    score = installed().models()["prefix_sums/dt-l"].card.scores[0]
    rows = [
        score.model_copy(update={"size": 4 + row, "exact": 0.7 if row == 17 else 1.0})
        for row in range(40)
    ]
    card = installed().models()["prefix_sums/dt-l"].card
    found = sample(card.model_copy(update={"scores": rows}))
    assert len(found) == ROWS
    assert found[0].size == 21
    assert len({row.size for row in found}) == ROWS
    assert found == sample(card.model_copy(update={"scores": rows}))
    assert sample(card.model_copy(update={"scores": []})) == []


def test_the_largest_of_many_sizes_is_not_measured_again():
    card = installed().models()["prefix_sums/dt-l"].card
    score = card.scores[0].model_copy(update={"exact": 1.0})
    rows = [score.model_copy(update={"size": size}) for size in (64, 512, 4096)]
    assert {row.size for row in sample(card.model_copy(update={"scores": rows}))} == {64, 512}
    two = rows[:2]
    assert {row.size for row in sample(card.model_copy(update={"scores": two}))} == {64, 512}


def test_a_share_is_held_where_the_card_has_infeasible_answers_beside_gaps(failures):
    shipped = installed().models()["tsp/dt-m"]
    first, *_ = shipped.card.scores
    [hard] = [row for row in shipped.card.scores if row.where == "50 symmetric"]
    rows = [first, hard.model_copy(update={"mean_gap": None, "exact": 1.0, "instances": 200})]
    model = ModelCard(shipped.path, shipped.card.model_copy(update={"scores": rows}))
    found = failures(model_checks(model, installed()))
    assert "100.0% are right at 50 symmetric, as on the card" in found.popitem()[1]
