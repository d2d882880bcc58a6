"""Mazes as text: grids of `#`, space, `S` and `E`, or one HRM row a line."""

from collections.abc import Iterator, Sequence
from math import isqrt
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_maze.formats.grid import END, OTHER_END, START, Letters, to_instance, to_letters
from thinkers_maze.instance import Marks, MazeInstance


def read(path: Path) -> list[MazeInstance]:
    """Grids, with an empty line between two; or lines that each hold a whole square maze.

    A frame of walls around a grid is left out; HRM rows have none.

    Raises:
        InvalidInstanceError: A grid is ragged, or is no maze.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InvalidInstanceError(f"{path} is not text: {error.reason}") from error
    filled = [line for line in lines if line]
    if filled and all(map(_is_whole_maze, filled)):
        return [from_row(line, f"{path.name}, maze {n}") for n, line in enumerate(filled, 1)]
    return [
        to_instance(_square(block, first, path.name), f"{path.name}, maze {number}")
        for number, (first, block) in enumerate(_blocks(lines), 1)
    ]


def write(path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None) -> None:
    """Grids with a frame of walls, and `X` on the path, an empty line between two."""
    answers: Sequence[Marks | None] = solutions or [None] * len(instances)
    grids = [to_letters(*pair) for pair in zip(instances, answers, strict=True)]
    blocks = ["".join("".join(row) + "\n" for row in grid.tolist()) for grid in grids]
    path.write_text("\n".join(blocks), encoding="utf-8")


def from_row(row: str, where: str) -> MazeInstance:
    """The maze of an HRM row, `n * n` letters.

    Raises:
        InvalidInstanceError: The row does not make a square, or is no maze.
    """
    side = isqrt(len(row))
    if side * side != len(row) or not side:
        raise InvalidInstanceError(f"{where}: {len(row)} letters do not make a square")
    return to_instance(np.array(list(row)).reshape(side, side), where, framed=False)


def _is_whole_maze(line: str) -> bool:
    ends = START in line and (END in line or OTHER_END in line)
    return ends and isqrt(len(line)) ** 2 == len(line)


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that are not empty, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line:
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _square(block: list[str], first: int, name: str) -> Letters:
    for number, line in enumerate(block, first):
        if len(line) != len(block[0]):
            raise InvalidInstanceError(
                f"{name}, line {number}: expected {len(block[0])} letters as in line {first}, "
                f"got {len(line)}",
                "all lines of a maze are equally long; spaces at their ends count",
            )
    return np.array([list(line) for line in block])
