"""Majority votes: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers_majority.baseline import Count
    from thinkers_majority.problem import Majority


@hookimpl
def thinkers_problems() -> "Iterable[type[Majority]]":
    """The problem."""
    from thinkers_majority.problem import Majority

    return [Majority]


@hookimpl
def thinkers_baselines() -> "Iterable[Count]":
    """Its classical solution."""
    from thinkers_majority.baseline import Count

    return [Count()]
