"""A recipe that is written reads as the same recipe."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.training.recipe import Recipe
from thinkers.training.tuning.toml import _key, _value, to_toml

scalars = (
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
names = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(names, values, max_size=3))
def test_any_values_survive(values):
    text = "".join(f"{_key(name)} = {_value(value)}\n" for name, value in values.items())
    assert tomllib.loads(text) == values


@pytest.mark.parametrize(
    "changes",
    [{}, {"bar": {"size": 8, "value": 0.5}}, {"encoding": "centred"}, {"config": {"a b": "ü\\n"}}],
)
def test_recipes_survive(recipe_with, tmp_path, changes):
    recipe, path = recipe_with(**changes), tmp_path / "a.toml"
    path.write_text("# first\n\n" + to_toml(recipe), encoding="utf-8")
    assert Recipe.read(path) == recipe
