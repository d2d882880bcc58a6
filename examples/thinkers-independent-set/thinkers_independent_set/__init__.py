"""Maximum independent sets: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING

from thinkers import ModelCard, hookimpl

if TYPE_CHECKING:
    from thinkers_independent_set.baselines import CpSat, Greedy
    from thinkers_independent_set.problem import IndependentSet


@hookimpl
def thinkers_problems() -> "Iterable[type[IndependentSet]]":
    """The problem."""
    from thinkers_independent_set.problem import IndependentSet

    return [IndependentSet]


@hookimpl
def thinkers_baselines() -> "Iterable[CpSat | Greedy]":
    """An exact solver, and the simplest that is any good."""
    from thinkers_independent_set.baselines import CpSat, Greedy

    return [CpSat(), Greedy()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """What was trained by the recipes."""
    return ModelCard.folder(files("thinkers_independent_set") / "models")
