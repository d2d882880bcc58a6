"""What tests of measurements have in common."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.models.card import Budget, Card
from thinkers.models.store import Model
from thinkers.nets import DTR


@pytest.fixture
def tiny():
    """Makes a model of prefix sums that has learned nothing, measured at some sizes."""

    def tiny(thinker=DTR, width=8, minimum=3, sizes=()):
        torch.manual_seed(0)
        built = thinker.build(PrefixSums.encodings["centred"].signature, {"width": width}).eval()
        scores = [{"size": size, "instances": 1, "feasible": 1, "exact": 1} for size in sizes]
        card = Card(
            name="prefix_sums/tiny", problem="prefix_sums", thinker=thinker.name,
            encoding="centred", config={"width": width}, budget=Budget(minimum=minimum),
            scores=scores,
        )  # fmt: skip
        return Model(card, built)

    return tiny
