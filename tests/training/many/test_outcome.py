"""An outcome survives its file, and fits no recipe but its own."""

import json

import pytest

from thinkers.errors import ConfigError, ModelError
from thinkers.training.many.outcome import FILE, Outcome

OUTCOME = Outcome(3, "missed", 0.25, 0.5, 0.125, 20, 1.5)


def test_an_outcome_survives_its_file(recipe_with, tmp_path):
    OUTCOME.write(tmp_path, recipe_with())
    assert Outcome.read(tmp_path, recipe_with()) == OUTCOME
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_there_may_be_none_yet(recipe_with, tmp_path):
    assert Outcome.read(tmp_path / "none", recipe_with()) is None


def test_another_recipe_is_refused_with_the_difference(recipe_with, tmp_path):
    OUTCOME.write(tmp_path, recipe_with())
    with pytest.raises(ModelError, match=r"(?m)another recipe: loss.alpha was 0.5, is 0.25$"):
        Outcome.read(tmp_path, recipe_with(loss={"alpha": 0.25}))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"outcome": {"seed": 1}, "recipe": {}}'])
def test_a_damaged_file_is_refused(recipe_with, tmp_path, text):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ModelError, match="is damaged"):
        Outcome.read(tmp_path, recipe_with())


def test_a_folder_that_cannot_be_written_is_an_error(recipe_with, tmp_path):
    with pytest.raises(ConfigError, match="cannot write"):
        OUTCOME.write(tmp_path / "none", recipe_with())


@pytest.mark.parametrize(
    "forged",
    [{"seed": "x"}, {"result": "great"}, {"steps": None}, {"owner": "me"}, {"seconds": []}],
)
def test_an_outcome_that_no_seed_has_is_refused(recipe_with, tmp_path, forged):
    OUTCOME.write(tmp_path, recipe_with())
    path = tmp_path / FILE
    found = json.loads(path.read_text(encoding="utf-8"))
    found["outcome"].update(forged)
    path.write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged"):
        Outcome.read(tmp_path, recipe_with())
