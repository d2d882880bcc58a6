"""Grid maps of the Moving AI benchmarks (Sturtevant 2012): `.map`, and `.scen` with pairs of ends.

Our mazes have steps along rows and columns only. The lengths in `.scen` files are for eight
directions, so they are not read.
"""

import re
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, read_text, require_count
from thinkers_maze.formats.grid import Labelled, choose_ends
from thinkers_maze.instance import Cell, MazeInstance
from thinkers_maze.reading import NOWHERE, OFFER, Given

FREE, CLOSED = ".GS", "@OTW"
"""Ground and swamp; out of bounds, trees, and water, to which no way leads from the ground."""

KEYS = ("type", "height", "width", "map")
"""The first line each, `map` without a value."""

FIELDS = 9
"""Of a line: bucket, map, its width and height, x and y of the start and of the goal, length."""

NUMBER = re.compile("-?[0-9]{1,9}")
"""A whole number; Python would read `1_0` and digits of other scripts too."""

MAX_CELLS = 1 << 28
"""Cells of all mazes of a `.scen` file together, one byte each."""

Walls = NDArray[np.bool_]


def read_map(path: Path, given: Given = NOWHERE) -> list[Labelled]:
    """One maze, whose ends are given.

    Raises:
        InvalidInstanceError: It is no such map, or an end is wanting or no free cell.
    """
    walls = _walls(path)
    if None in given:
        raise InvalidInstanceError(
            f"{path.name} is a map without a start and an end",
            f"read a .scen file, {OFFER}",
        )
    start, end = choose_ends(walls, given, path.name)
    return [(MazeInstance(walls, start, end, path.name), None)]


def read_scen(path: Path) -> list[Labelled]:
    """One maze for each line; the map is looked for beside the file.

    Raises:
        InvalidInstanceError: A line is no pair of ends on a map that is there.
    """
    lines = [(n, line.split()) for n, line in enumerate(read_text(path).split("\n"), 1)]
    filled = [(number, words) for number, words in lines if words]
    if not filled or filled[0][1][0] != "version":
        raise InvalidInstanceError(f"{path.name}: expected `version 1` in line 1")
    require_count(len(filled) - 1, path, what="pairs of ends")
    maps: dict[str, Walls] = {}
    found, cells = list[Labelled](), 0
    for number, words in filled[1:]:
        where = f"{path.name}, line {number}"
        name, size, start, end = _fields(words, where)
        if name not in maps:
            maps[name] = _walls(_beside(path, name, where))
        walls = maps[name]
        cells += walls.size
        if cells > MAX_CELLS:
            raise InvalidInstanceError(
                f"{where}: these mazes have more than {MAX_CELLS} cells together",
                "leave fewer lines in the file",
            )
        if walls.shape != size:
            raise InvalidInstanceError(
                f"{where}: expected a map of {size[0]} x {size[1]} cells, got "
                f"{walls.shape[0]} x {walls.shape[1]}"
            )
        start, end = choose_ends(walls, (start, end), where)
        found.append((MazeInstance.sound(walls, start, end, where), None))
    return found


def _fields(words: list[str], where: str) -> tuple[str, tuple[int, int], Cell, Cell]:
    """Name of the map, its rows and columns, start and end as row and column."""
    try:
        if len(words) != FIELDS:
            raise ValueError
        width, height, start_x, start_y, goal_x, goal_y = map(_whole, words[2:8])
    except ValueError:
        raise InvalidInstanceError(
            f"{where}: expected {FIELDS} fields: bucket, map, width, height, start x, start y, "
            f"goal x, goal y and length, got {' '.join(words)[:60]!r}"
        ) from None
    return words[1], (height, width), (start_y, start_x), (goal_y, goal_x)


def _whole(text: str) -> int:
    """The whole number that a text is.

    Raises:
        ValueError: It is none.
    """
    if NUMBER.fullmatch(text) is None:
        raise ValueError
    return int(text)


def _beside(path: Path, name: str, where: str) -> Path:
    """The file of a map: by its path from the folder of the scenario, or by its name alone.

    A path that leaves the folder is not followed, for a stranger wrote it.
    """
    plain = PurePosixPath(name.replace("\\", "/"))
    inside = not plain.is_absolute() and ".." not in plain.parts
    for named in (plain, plain.name) if inside else (plain.name,):
        place = path.parent / named
        if place.is_file():
            return place
    raise InvalidInstanceError(
        f"{where}: there is no map {plain.name!r} beside the file", "put both into one folder"
    )


def _walls(path: Path) -> Walls:
    """`(rows, cols)` bool: where no way leads."""
    lines = read_text(path).split("\n")
    values = {}
    for number, key in enumerate(KEYS, 1):
        words = lines[number - 1].split() if number <= len(lines) else []
        if not words or words[0] != key or len(words) != (1 if key == "map" else 2):
            raise InvalidInstanceError(
                f"{path.name}, line {number}: expected `{key}`, got {' '.join(words)[:40]!r}",
                "such maps begin with the lines type octile, height H, width W and map",
            )
        values[key] = words[-1]
    if values["type"] != "octile":
        raise InvalidInstanceError(f"{path.name}, line 1: expected the type octile")
    try:
        rows, cols = _whole(values["height"]), _whole(values["width"])
    except ValueError:
        raise InvalidInstanceError(f"{path.name}: height and width are no whole numbers") from None
    grid = [line.rstrip() for line in lines[len(KEYS) :]]
    while grid and not grid[-1]:
        grid.pop()
    if len(grid) != rows:
        raise InvalidInstanceError(f"{path.name}: expected {rows} rows, got {len(grid)}")
    for number, row in enumerate(grid, len(KEYS) + 1):
        strange = set(row) - set(FREE + CLOSED)
        if len(row) != cols or strange:
            fault = f"unknown letter {min(strange)!a}" if strange else f"{len(row)} letters"
            raise InvalidInstanceError(
                f"{path.name}, line {number}: expected {cols} letters of "
                f"{FREE + CLOSED}, got {fault}"
            )
    letters = np.frombuffer("".join(grid).encode("ascii"), np.uint8)
    walls = np.isin(letters, list(CLOSED.encode())).reshape(rows, cols)
    walls.setflags(write=False)
    return walls
