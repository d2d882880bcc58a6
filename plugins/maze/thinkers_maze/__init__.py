"""Mazes: the plugin's hooks."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from thinkers import ModelCard, Result, hookimpl
from thinkers_maze.instance import Cell as Cell
from thinkers_maze.instance import Marks as Marks
from thinkers_maze.instance import MazeInstance as MazeInstance

if TYPE_CHECKING:
    from thinkers_maze.baselines import MazeBaseline
    from thinkers_maze.problem import Maze


def solve_maze(
    walls: ArrayLike, start: Cell, end: Cell, **options: Any
) -> Result[MazeInstance, Marks]:
    """A shortest path through a maze, marked by a shipped model, and checked.

    Args:
        walls: `(rows, cols)` of True and False, or 1 and 0: where no way leads.
        start: Row and column of a free cell, counted from 0.
        end: Row and column of another.
        **options: As of `thinkers.solve_one`.

    Returns:
        `solution` is `(rows, cols)` int8, 1 on the path, and `verdict.cost` its steps.

    Raises:
        InvalidInstanceError: That is no maze.
    """
    from thinkers import solve_one

    return solve_one("maze", MazeInstance(walls, start, end), **options)  # type: ignore[arg-type]


@hookimpl
def thinkers_problems() -> "Iterable[type[Maze]]":
    """The problem `maze`."""
    from thinkers_maze.problem import Maze

    return [Maze]


@hookimpl
def thinkers_baselines() -> "Iterable[MazeBaseline]":
    """Its classical solvers."""
    from thinkers_maze.baselines import AStar, Bfs, DeadEndFilling, WallFollower

    return [AStar(), Bfs(), DeadEndFilling(), WallFollower()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The models that ship in the wheel."""
    return ModelCard.folder(files("thinkers_maze") / "models")
