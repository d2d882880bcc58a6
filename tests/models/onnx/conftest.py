"""What tests of exported networks have in common."""

from functools import cache

import pytest

from thinkers import OnnxModel, installed
from thinkers.models.onnx.exporting import exported


@cache
def _exported(name):
    registry = installed()
    model = registry.load(registry.card(name))
    problem = registry.problem(model.card.problem)
    content = exported(model, model.card.pick_encoding(problem.encodings))
    return problem, model, content


@pytest.fixture
def pair():
    """A shipped model, its problem, and its network, exported once in each process."""

    def pair(name):
        problem, model, content = _exported(name)
        return problem, model, OnnxModel.of(content, name)

    return pair
