"""The 0-1 knapsack: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers_knapsack.baselines import Dynamic, Greedy, Relaxation
    from thinkers_knapsack.problem import Knapsack


@hookimpl
def thinkers_problems() -> "Iterable[type[Knapsack]]":
    """The problem."""
    from thinkers_knapsack.problem import Knapsack

    return [Knapsack]


@hookimpl
def thinkers_baselines() -> "Iterable[Dynamic | Greedy | Relaxation]":
    """An exact solver, a simple one, and one that gives a bound only."""
    from thinkers_knapsack.baselines import Dynamic, Greedy, Relaxation

    return [Dynamic(), Greedy(), Relaxation()]
