"""Mazes: the plugin's hooks."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from thinkers import InvalidInstanceError, ModelCard, Result, hookimpl
from thinkers_maze.instance import Cell as Cell
from thinkers_maze.instance import Marks as Marks
from thinkers_maze.instance import MazeInstance as MazeInstance

SAY = "say where both are, by row and column from 0: solve_maze(walls, (0, 0), (2, 4))"
"""What to do where the ends of a maze are not known."""

if TYPE_CHECKING:
    from thinkers_maze.baselines import MazeBaseline
    from thinkers_maze.problem import Maze


def solve_maze(
    walls: ArrayLike, start: Cell | None = None, end: Cell | None = None, **options: Any
) -> Result[MazeInstance, Marks]:
    """A shortest path through a maze, marked by a shipped model, and checked.

    Args:
        walls: `(rows, cols)` of True and False, or 1 and 0: where no way leads.
        start: Row and column of a free cell, counted from 0. Without start and end they are the two
            gaps in the outer wall, the first in reading order the start.
        end: Row and column of another.
        **options: As of `thinkers.solve_one`.

    Returns:
        `solution` is `(rows, cols)` int8, 1 on the path, and `verdict.cost` its steps.

    Raises:
        InvalidInstanceError: That is no maze.
    """
    from thinkers import solve_one

    if start is None or end is None:
        start, end = _ends(walls, start, end)
    return solve_one("maze", MazeInstance(walls, start, end), **options)  # type: ignore[arg-type]


def _ends(walls: ArrayLike, start: Cell | None, end: Cell | None) -> tuple[Cell, Cell]:
    """The gaps in the outer wall, where neither end is given.

    Raises:
        InvalidInstanceError: One end is given, or there are not exactly two gaps.
    """
    from thinkers_maze.gaps import ends_of, gaps
    from thinkers_maze.instance import walls_of

    if not (start is None and end is None):
        missing = "end" if end is None else "start"
        raise InvalidInstanceError(f"there is no {missing}", SAY)
    held = walls_of(walls)
    found = ends_of(held)
    if found is None:
        count = len(gaps(held))
        touching = " that touch" if count == 2 else ""
        raise InvalidInstanceError(
            f"there is no start, and no end, and the outer wall has {count} "
            f"gap{'s' * (count != 1)}{touching}",
            f"leave exactly two gaps in it, or {SAY}",
        )
    return found


@hookimpl
def thinkers_problems() -> "Iterable[type[Maze]]":
    """The problem `maze`."""
    from thinkers_maze.problem import Maze

    return [Maze]


@hookimpl
def thinkers_baselines() -> "Iterable[MazeBaseline]":
    """Its classical solvers."""
    from thinkers_maze.baselines import AStar, Bfs, BidirectionalBfs, DeadEndFilling, WallFollower

    return [AStar(), Bfs(), BidirectionalBfs(), DeadEndFilling(), WallFollower()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The models that ship in the wheel."""
    return ModelCard.folder(files("thinkers_maze") / "models")
