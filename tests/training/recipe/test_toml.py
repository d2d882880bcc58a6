"""A recipe that is written reads as the same recipe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.training.recipe import Recipe

scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
names = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@given(config=st.dictionaries(names, values, max_size=3))
def test_any_settings_of_a_thinker_survive(recipe_with, tmp_path_factory, config):
    recipe = recipe_with().model_copy(update={"config": config})
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(recipe.to_toml(), encoding="utf-8")
    assert Recipe.read(path) == recipe


@pytest.mark.parametrize(
    "changes",
    [{}, {"bar": {"size": 8, "value": 0.5}}, {"encoding": "centred"}, {"config": {"a b": "ü\\n"}}],
)
def test_recipes_survive(recipe_with, tmp_path, changes):
    recipe, path = recipe_with(**changes), tmp_path / "a.toml"
    path.write_text("# first\n\n" + recipe.to_toml(), encoding="utf-8")
    assert Recipe.read(path) == recipe
