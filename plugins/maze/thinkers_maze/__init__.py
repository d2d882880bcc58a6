"""Mazes: the plugin's hooks."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING

from thinkers import ModelCard, hookimpl

if TYPE_CHECKING:
    from thinkers_maze.baselines import MazeBaseline
    from thinkers_maze.problem import Maze


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
