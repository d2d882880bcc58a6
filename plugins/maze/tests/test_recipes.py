"""Every recipe is read by the trainer and trains a model of this problem on sizes of at most 13."""

from importlib.resources import files
from pathlib import Path

import pytest
from thinkers_maze.problem import Maze

from thinkers.training.recipe import Recipe

RECIPES = sorted(Path(str(files("thinkers_maze") / "recipes")).glob("*.toml"))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_recipe(path):
    recipe = Recipe.read(path)
    assert recipe.name == f"maze/{path.stem}"
    assert recipe.problem == "maze"
    assert recipe.encoding in Maze.encodings
    sizes = {
        Maze().params(each).size for group in recipe.data.train for each in group.combinations()
    }
    assert max(sizes) <= 13


def test_the_default_model_has_a_recipe():
    assert Maze.default_model in {f"maze/{path.stem}" for path in RECIPES}
