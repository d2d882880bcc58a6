"""Linear assignment: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers_assignment.baselines import Cheapest, Scipy
    from thinkers_assignment.problem import Assignment


@hookimpl
def thinkers_problems() -> "Iterable[type[Assignment]]":
    """The problem."""
    from thinkers_assignment.problem import Assignment

    return [Assignment]


@hookimpl
def thinkers_baselines() -> "Iterable[Cheapest | Scipy]":
    """An exact solver, and the simplest one."""
    from thinkers_assignment.baselines import Cheapest, Scipy

    return [Scipy(), Cheapest()]
