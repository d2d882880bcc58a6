"""Options of the generator, and the named families of them."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from thinkers import Settings

ROOMS, CELLS, GAPS = "rooms", "cells", "gaps"
"""Where the ends of a maze may lie."""

SCATTERED = "cells"
"""The algorithm whose mazes have no room grid."""

MAX_STEPS = 10**9
"""No maze that fits into memory has a longer path."""

MAX_MARGIN = 10**5
"""A frame of this width makes a maze as large as any that can be drawn."""

PUBLISHED_SIDE = 30
"""Cells a side of the boards for which lengths of paths are published."""


class MazeParams(Settings):
    """Options of the generator.

    Attributes:
        size: Rows of cells: odd, with (size + 1) / 2 rooms and the inner walls between them;
            any number for `cells`.
        algorithm: `dfs` (the easy-to-hard data), `wilson` (uniform), `prim`, `kruskal`: spanning
            trees; `percolation`: each door open with chance 1/2, so loops and rooms out of reach;
            `division`: a board divided again and again, down to open areas; `cells`: walls are
            random cells, both ends in the largest connected region.
        loops: The chance with which each door left closed is opened after all.
        apart: The most steps from start to end, or None: near ends leave much that leads nowhere.
        ends: In `rooms` (cells at even rows and columns), as in the easy-to-hard data; in any
            free `cells`; or `gaps` in a wall around the maze.
        margin: A frame of walls around the maze makes it so many cells larger in each direction,
            and the maze lies at a random place in it.
        ratio: Columns for each row, to the nearest number of columns that the algorithm has.
        blocked: The chance with which each open door is walled up after all: parts are out of
            reach, both ends in the largest.
        least_walls: Smallest share of cells that are walls in `cells`; each maze has its own,
            evenly spread.
        most_walls: Largest share.
        least_path: Fewest steps of the shortest path on a board of 30 x 30 cells, its frame
            included; smaller boards have fewer in proportion to their cells, larger ones more in
            proportion to their side.
        most_path: Most steps, likewise, or None; with it lengths are spread evenly.
    """

    size: int = Field(default=33, ge=3, description="Cells a side, odd.")
    algorithm: Literal["dfs", "wilson", "prim", "kruskal", "percolation", "division", "cells"] = (
        Field(default="dfs", description="How mazes are drawn.")
    )
    loops: float = Field(
        default=0.0, ge=0, le=1, description="Share of closed doors to open, making loops."
    )
    apart: int | None = Field(
        default=None,
        ge=2,
        le=MAX_STEPS,
        description="Most steps from start to end; anywhere by default.",
    )
    ends: Literal["rooms", "cells", "gaps"] = Field(
        default="rooms",
        description="Ends lie in rooms, in any free cells, or are gaps in a wall around the maze.",
    )
    margin: int = Field(
        default=0,
        ge=0,
        le=MAX_MARGIN,
        description="Cells by which a frame of walls makes the maze larger.",
    )
    ratio: float = Field(default=1.0, ge=0.1, le=10, description="Columns for each row.")
    blocked: float = Field(
        default=0.0, ge=0, le=1, description="Share of open doors to wall up, cutting parts off."
    )
    least_walls: float = Field(
        default=0.1, ge=0, le=0.9, description="Least share of walls among random cells."
    )
    most_walls: float = Field(
        default=0.45, ge=0, le=0.9, description="Most share of walls among random cells."
    )
    least_path: int = Field(
        default=0,
        ge=0,
        le=MAX_STEPS,
        description="Fewest steps on a board of 30 x 30; others in proportion.",
    )
    most_path: int | None = Field(
        default=None,
        ge=1,
        le=MAX_STEPS,
        description="Most steps likewise; lengths are then spread evenly.",
    )

    @model_validator(mode="after")
    def _fits(self) -> "MazeParams":
        scattered = self.algorithm == SCATTERED
        if self.size % 2 == 0 and not scattered:
            raise ValueError(
                "size: expected an odd number of cells a side (rooms, with walls between)"
            )
        if scattered and (self.loops or self.blocked):
            raise ValueError("loops and blocked are about doors, and random cells have none")
        if self.ends == GAPS and self.margin:
            raise ValueError("margin: gaps lie in the outer wall, there is no frame around it")
        if self.least_walls > self.most_walls:
            raise ValueError("least_walls: expected at most most_walls")
        if self.most_path is not None and self.most_path < self.least_path:
            raise ValueError("most_path: expected at least least_path")
        return self

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells, without a frame."""
        wanted = self.size * self.ratio
        if self.algorithm == SCATTERED:
            return self.size, max(2, round(wanted))
        return self.size, max(3, 2 * round((wanted - 1) / 2) + 1)

    @property
    def path(self) -> tuple[int, int | None]:
        """Fewest and most steps of the shortest path on this board, before `apart`."""
        side = (self.size + self.margin) / PUBLISHED_SIDE
        scale = min(side, side**2)
        return round(scale * self.least_path), self.most_path and round(scale * self.most_path)


def _anywhere(algorithm: str, **others: Any) -> dict[str, Any]:
    return {"algorithm": algorithm, "ends": CELLS, **others}


FAMILIES: Mapping[str, Mapping[str, Any]] = {
    "dfs": {"algorithm": "dfs"},
    "wilson": {"algorithm": "wilson"},
    "prim": {"algorithm": "prim"},
    "kruskal": {"algorithm": "kruskal"},
    "dfs-anywhere": _anywhere("dfs"),
    "wilson-anywhere": _anywhere("wilson"),
    "prim-anywhere": _anywhere("prim"),
    "kruskal-anywhere": _anywhere("kruskal"),
    "loops-0.05": _anywhere("dfs", loops=0.05),
    "loops-0.2": _anywhere("dfs", loops=0.2),
    "loops-0.5": _anywhere("dfs", loops=0.5),
    "percolation": _anywhere("percolation"),
    "cells": _anywhere("cells"),
    "rooms": _anywhere("division"),
    "gaps": {"algorithm": "dfs", "ends": GAPS},
    "frames": _anywhere("dfs", margin=3),
    "unreachable": _anywhere("wilson", blocked=0.1),
    "non-square": _anywhere("dfs", ratio=0.6),
    "maze-unique": _anywhere("dfs", margin=1, least_path=100, most_path=140),
    "maze-hard": _anywhere("cells", least_walls=0.3, most_walls=0.5, least_path=111),
}
"""Each a kind of maze that a model should bear; the last two are published benchmarks:

* Maze-Unique (the data of EqR): a depth-first maze of 29 x 29 cells in 30 x 30 (`size` 29), ends on
  any two free cells, shortest paths of 100 to 140 steps, spread evenly.
* Maze-Hard (Wang et al. 2025; boards of Lehnert et al. 2024): 270 to 450 random walls on 30 x 30
  cells (`size` 30), random ends more than 110 steps apart. A board and a start count once where
  some end is far enough, however many are.
"""
