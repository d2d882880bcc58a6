"""Sudoku: the plugin's hooks. What is heavy is imported inside them."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from thinkers import ModelCard, hookimpl

if TYPE_CHECKING:
    from thinkers import Baseline
    from thinkers_sudoku.dt_sudoku import DTS
    from thinkers_sudoku.problem import Sudoku


@hookimpl
def thinkers_problems() -> "Iterable[type[Sudoku]]":
    """The problem."""
    from thinkers_sudoku.problem import Sudoku

    return [Sudoku]


@hookimpl
def thinkers_thinkers() -> "Iterable[type[DTS]]":
    """The thinker that knows no digit from another."""
    from thinkers_sudoku.dt_sudoku import DTS

    return [DTS]


@hookimpl
def thinkers_baselines() -> "Iterable[Baseline[Any, Any]]":
    """Its classical solvers."""
    from thinkers_sudoku.baselines import Backtracking, CPSat

    return [Backtracking(), CPSat()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The models that ship in the wheel."""
    return ModelCard.folder(files("thinkers_sudoku") / "models")
