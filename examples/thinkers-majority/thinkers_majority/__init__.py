"""Majority votes: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from typing import Any

from thinkers import Baseline, Problem, hookimpl


@hookimpl
def thinkers_problems() -> Iterable[type[Problem[Any, Any]]]:
    """The problem."""
    from thinkers_majority.problem import Majority

    return [Majority]


@hookimpl
def thinkers_baselines() -> Iterable[Baseline[Any, Any]]:
    """Its classical solution."""
    from thinkers_majority.baseline import Count

    return [Count()]
