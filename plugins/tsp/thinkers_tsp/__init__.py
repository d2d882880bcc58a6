"""The travelling-salesman plugin of thinkers: what it provides, imported when asked for."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from thinkers import ModelCard, Result, hookimpl
from thinkers_tsp.instance import Tour as Tour
from thinkers_tsp.instance import TspInstance as TspInstance

if TYPE_CHECKING:
    from thinkers_tsp.baselines import TspBaseline
    from thinkers_tsp.problem import Tsp


def solve_tsp(cities: ArrayLike | TspInstance, **options: Any) -> Result[TspInstance, Tour]:
    """A tour through cities, found by a shipped model, and checked.

    Args:
        cities: `(n, 2)` coordinates, between which distances are straight lines, or `(n, n)`
            distances from row to column, or an instance.
        **options: As of `thinkers.solve_one`: `refine=Effort(seconds=1)` improves the tour.

    Returns:
        `solution` is the tour, cities counted from 0, and `verdict.cost` its length.

    Raises:
        InvalidInstanceError: The numbers are no cities.
    """
    from thinkers import solve_one

    instance = cities if isinstance(cities, TspInstance) else TspInstance.of(cities)
    return solve_one("tsp", instance, **options)


@hookimpl
def thinkers_problems() -> "Iterable[type[Tsp]]":
    """The problem `tsp`."""
    from thinkers_tsp.problem import Tsp

    return [Tsp]


@hookimpl
def thinkers_baselines() -> "Iterable[TspBaseline]":
    """Classical solvers of `tsp`."""
    from thinkers_tsp.baselines import every_baseline

    return every_baseline()


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The trained thinkers that ship with the plugin."""
    return ModelCard.folder(files("thinkers_tsp") / "models")
