"""Contract tests of the recipes that a plugin ships."""

from collections.abc import Set
from pathlib import Path

from thinkers.registry.registry import Registry, pick
from thinkers.testing.contract import require, skip_unless


def it_is_valid(file: Path, problems: Set[str], registry: Registry) -> None:
    """Its settings are known and in range; its problem, thinker, encoding and options exist."""
    from thinkers.training.recipe import Recipe
    from thinkers.training.trying import require_valid

    recipe = Recipe.read(file)
    own = " or ".join(sorted(problems))
    require(recipe.problem in problems, f"its problem is {own}, not {recipe.problem}")
    begins = recipe.name.startswith(f"{recipe.problem}/")
    require(begins, f"its name begins with '{recipe.problem}/', not as {recipe.name!r}")
    thinker = pick("thinker", recipe.thinker, registry.thinkers())
    require_valid(recipe, registry.problem(recipe.problem), thinker)
    if recipe.start is not None:
        registry.card(recipe.start.model)


def a_step_can_be_made(file: Path, problems: Set[str], registry: Registry) -> None:
    """One training step on a few of its smallest instances gives a finite loss."""
    from thinkers.training.recipe import Recipe
    from thinkers.training.trying import try_step

    del problems
    recipe = Recipe.read(file)
    thinker = pick("thinker", recipe.thinker, registry.thinkers())
    loss = try_step(recipe, registry.problem(recipe.problem), thinker)
    skip_unless(loss is not None, "all that it learns from lies in files")


RULES = (it_is_valid, a_step_can_be_made)
