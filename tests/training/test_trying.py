"""A shipped recipe is valid and a step of it can be made, without changing anybody's chance."""

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError
from thinkers.nets import DTR
from thinkers.training.recipe import Recipe, shipped_recipes
from thinkers.training.trying import require_valid, try_step

FILE = shipped_recipes(PrefixSums)["dt-r"]


def test_a_step_gives_a_loss_and_leaves_chance_alone():
    before = torch.random.get_rng_state()
    loss = try_step(Recipe.read(FILE), PrefixSums(), DTR)
    assert 0 < loss < 10
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(
    "change",
    ["config.wide=3", "data.validation.0.params.bit=3", "scores.sizes=[0]", "encoding=pixels",
     "data.augment=true"],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_before_a_step(change, monkeypatch):
    monkeypatch.delattr("thinkers_prefix_sums.centred.CentredEncoding.augment", raising=False)
    recipe = Recipe.read(FILE, [change])
    with pytest.raises(ConfigError):
        require_valid(recipe, PrefixSums(), DTR)
