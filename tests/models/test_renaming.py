"""A renamed model is the same to the bit but for the name on its card."""

import pytest
import torch
from safetensors.torch import load_file
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, ModelError
from thinkers.models.card import ModelCard
from thinkers.models.renaming import renamed_copy
from thinkers.models.store import load_model, save_model
from thinkers.nets import DTL
from thinkers.registry.registry import installed


@pytest.fixture
def source():
    return installed().card("prefix_sums/dt-l")


@pytest.fixture
def renamed(source, tmp_path):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(renamed_copy(source, "prefix_sums/mine"))
    return ModelCard.read(path)


def test_the_card_is_the_same_but_for_its_name(source, renamed):
    assert renamed.card.name == "prefix_sums/mine"
    assert renamed.card.model_copy(update={"name": source.card.name}) == source.card
    assert renamed.card.recipe["name"] == "prefix_sums/dt-l"


def test_the_weights_are_the_same_and_load(source, renamed):
    renamed.require_whole()
    before, after = load_file(source.path), load_file(renamed.path)
    assert list(before) == list(after)
    assert all(torch.equal(before[name], after[name]) for name in before)
    model = load_model(renamed, DTL, PrefixSums.encodings)
    assert model.card.name == "prefix_sums/mine"


def test_the_file_is_as_one_that_is_saved_under_the_name(source, renamed, tmp_path):
    model = load_model(renamed, DTL, PrefixSums.encodings)
    save_model(tmp_path / "saved.safetensors", model)
    saved = ModelCard.read(tmp_path / "saved.safetensors")
    assert saved.card == renamed.card
    assert len(saved.path.read_bytes()) == len(renamed.path.read_bytes())


@pytest.mark.parametrize(
    "name", ["mine", "tsp/mine", "prefix_sums/", "prefix_sums/A", "prefix_sums/a/b"]
)
def test_what_is_no_name_of_the_problem_is_refused(source, name):
    with pytest.raises(ConfigError, match="is no name of a model of prefix_sums"):
        renamed_copy(source, name)


def test_a_damaged_file_is_refused(source, tmp_path):
    content = bytearray(source.path.read_bytes())
    content[-1] ^= 1
    (tmp_path / "damaged.safetensors").write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        renamed_copy(ModelCard.read(tmp_path / "damaged.safetensors"), "prefix_sums/mine")
