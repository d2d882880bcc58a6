"""The travelling-salesman plugin of thinkers: what it provides, imported when asked for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from thinkers import ModelCard, hookimpl

if TYPE_CHECKING:
    from thinkers_tsp.baselines import TspBaseline
    from thinkers_tsp.problem import Tsp


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
    from importlib.resources import files

    models = files("thinkers_tsp") / "models"
    if not models.is_dir():
        return []
    names = sorted(file.name for file in models.iterdir() if file.name.endswith(".safetensors"))
    return [ModelCard.read(models / name) for name in names]
