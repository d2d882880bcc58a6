"""What tests of model files have in common."""

import pytest

from thinkers.models.card import Budget, Card


@pytest.fixture(scope="session")
def card():
    """Makes the card of a small model, with some of what it says changed."""

    def card(**changes):
        values = {
            "name": "coins/dt-l",
            "problem": "coins",
            "thinker": "dt-l",
            "encoding": "row",
            "config": {"width": 4},
            "budget": Budget(minimum=5, per_size=1.5),
            "scores": [
                {"size": 8, "instances": 2, "feasible": 1.0, "exact": 0.5, "mean_gap": None}
            ],
            "seed": 3,
        }
        return Card(**values | changes)

    return card
