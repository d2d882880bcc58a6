"""A step that is not what its pieces say is found out, however small the room where it differs."""

import pytest
import torch

from thinkers import Model, Signature
from thinkers.certify import contradicts, disagreement
from thinkers.engine.bounds import LipschitzBounds, verify_bounds
from thinkers.errors import ModelError
from thinkers.models.card import Budget, Card
from thinkers.nets import DTOS
from thinkers.scoring.certifying import report

SEQUENCE = Signature("sequence", channels=1, classes=2)


def built(kind):
    torch.manual_seed(0)
    return kind.build(SEQUENCE, {"width": 8}).eval()


class Liar(DTOS):
    """Stretches by 3 where its pieces shrink."""

    name = "liar"

    def step(self, thought, recall):
        return 3 * super().step(thought, recall)


class Sometimes(DTOS):
    """Lies of large thoughts only."""

    name = "sometimes"

    def step(self, thought, recall):
        image = super().step(thought, recall)
        return torch.where(thought.abs() > 5, 2 * thought, image)


class WithoutGradient(DTOS):
    """Lies when nobody asks for gradients."""

    name = "without"

    def step(self, thought, recall):
        image = super().step(thought, recall)
        return image if torch.is_grad_enabled() else 1.5 * image


INPUTS = torch.tensor([[[0.5, -0.5, 0.5, 0.5, -0.5, -0.5, 0.5]]])


def difference(thinker):
    recall = thinker.recall(INPUTS)
    return disagreement(
        thinker.pieces(), lambda thought: thinker.step(thought, recall), recall,
        thinker.embed(INPUTS),
    )  # fmt: skip


def test_an_honest_step_is_its_pieces():
    assert difference(built(DTOS)) < 1e-5


@pytest.mark.parametrize("kind", [Liar, Sometimes, WithoutGradient])
def test_a_liar_is_found_and_nothing_that_it_proves_counts(kind):
    thinker = built(kind)
    bounds = LipschitzBounds.of(thinker)
    assert difference(thinker) > 0.1
    with pytest.raises(ModelError, match="describe another step"):
        verify_bounds(thinker, bounds, INPUTS)


@pytest.mark.parametrize("kind", [Liar, Sometimes])
def test_certify_refuses_to_say_certified_against_what_it_measures(kind):
    card = Card(
        name="coins/x", problem="coins", thinker=kind.name, encoding="row", config={},
        budget=Budget(minimum=3),
    )  # fmt: skip
    found = report(Model(card, built(kind)), INPUTS, 5, tune=False)
    assert found.proof.certificate is not None
    assert found.certificate is None
    assert found.refuted
    assert "anything" in found.not_guaranteed()


def test_a_lower_bound_above_the_constant_is_a_contradiction():
    thought = torch.ones(1, 2, 3)
    assert contradicts(lambda thought: 2 * thought, thought, 0.9) == pytest.approx(2)
    assert contradicts(lambda thought: 0.5 * thought, thought, 0.9) is None


def test_a_tie_of_the_rounded_scores_is_never_final():
    near = torch.tensor([[[1.0 + 1e-9], [1.0]]], dtype=torch.float64)
    far = torch.tensor([[[1.1], [1.0]]], dtype=torch.float64)
    mask, distance = torch.ones(1, 1, dtype=torch.bool), torch.zeros(1, dtype=torch.float64)
    bounds = LipschitzBounds(0.5, 1.0)
    assert bounds.final(near.float(), distance, mask).tolist() == [0]
    assert bounds.final(near, distance, mask).tolist() == [0]
    assert bounds.final(far.float(), distance, mask).tolist() == [1]
