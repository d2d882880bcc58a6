"""Files of earlier versions are read: each old name gives the present setting, and is told once."""

import json

import pytest
from safetensors.numpy import save_file

from thinkers.models.card import CARD_KEY, ModelCard
from thinkers.models.renamed import RENAMED, RenamedKeysWarning, present_name, with_present_names


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_an_old_name_gives_the_value_of_the_present_one(old, new):
    (section, before), after = old.split("."), new.partition(".")[2]
    with pytest.warns(RenamedKeysWarning, match=f"^mine.toml: {old} is now {new}$"):
        found = with_present_names({"seed": 3, section: {before: 2, "kept": 1}}, "mine.toml")
    assert found == {"seed": 3, section: {after: 2, "kept": 1}}
    with pytest.warns(RenamedKeysWarning, match=f"^{old} is now {new}$"):
        assert present_name(old) == new
    assert present_name(new) == new


def test_present_names_are_silent_and_nothing_is_changed():
    recipe = {"loss": {"rounds_per_iteration": 2.0}, "optimizer": None, "seed": 1}
    assert with_present_names(recipe, "mine.toml") == recipe


def test_where_both_are_said_the_present_name_holds():
    both = {"loss": {"pace": 1.0, "rounds_per_iteration": 2.0}}
    with pytest.warns(RenamedKeysWarning):
        assert with_present_names(both, "")["loss"] == {"rounds_per_iteration": 2.0}
    unset = {"loss": {"pace": 1.0, "rounds_per_iteration": None}}
    with pytest.warns(RenamedKeysWarning):
        assert with_present_names(unset, "")["loss"] == {"rounds_per_iteration": 1.0}


def test_an_old_card_is_read_and_tells_its_names_in_one_line(tmp_path):
    card = {
        "name": "p/m", "problem": "p", "thinker": "t", "encoding": "e", "config": {},
        "budget": {"minimum": 1}, "recipe": {"loss": {"pace": 2.0, "lead": 4.0}},
    }  # fmt: skip
    path = tmp_path / "m.safetensors"
    save_file({}, path, {CARD_KEY: json.dumps(card)})
    with pytest.warns(RenamedKeysWarning) as told:
        read = ModelCard.read(path).card
    assert read.recipe["loss"] == {"rounds_per_iteration": 2.0, "max_rounds_per_iteration": 4.0}
    assert len(told) == 1
    assert "\n" not in str(told[0].message)
