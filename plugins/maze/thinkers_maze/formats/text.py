"""Mazes as text: grids of `#`, space, `S` and `E`, or one HRM row a line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isqrt
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_text
from thinkers_maze.formats.dialects import in_our_letters
from thinkers_maze.formats.grid import (
    END,
    OTHER_END,
    START,
    WALL,
    Labelled,
    Letters,
    note_of,
    to_letters,
    to_maze,
)
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.reading import NOWHERE, Given

COMMENT = ";"
"""Begins lines that are no part of a grid."""


def read(path: Path, given: Given = NOWHERE) -> list[Labelled]:
    """Grids, with an empty line between two; or lines that each hold a whole maze.

    A frame of walls around a grid is left out; HRM rows have none. Letters of other programs are
    taken for ours where that is unambiguous, see `dialects`.

    Raises:
        InvalidInstanceError: A grid is ragged, or is no maze.
    """
    lines = _in_our_letters(read_text(path).split("\n"), path.name)
    filled = [line for line in lines if line]
    if filled and all(START in line and (END in line or OTHER_END in line) for line in filled):
        lines_of = enumerate(filled, 1)
        return [_from_line(line, f"{path.name}, maze {n}", given) for n, line in lines_of]
    return [
        to_maze(
            _square(block, first, path.name), f"{path.name}, maze {number}", note=note, given=given
        )
        for number, (first, note, block) in enumerate(_blocks(lines), 1)
    ]


def content(instances: Sequence[MazeInstance], answers: Sequence[Marks | None]) -> bytes:
    """Grids with a frame of walls, and `X` on the path, an empty line between two."""
    blocks = []
    for instance, marks in zip(instances, answers, strict=True):
        note = note_of(instance, marks)
        rows = ["".join(row) for row in to_letters(instance, marks).tolist()]
        lines = [f"{COMMENT} {note}", *rows] if note else rows
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks).encode()


def from_row(row: str, where: str, given: Given = NOWHERE) -> Labelled:
    """The maze of an HRM row, `n * n` letters.

    Raises:
        InvalidInstanceError: The row does not make a square, or is no maze.
    """
    return to_maze(square_of(row, where), where, framed=False, given=given)


def square_of(row: str, where: str) -> Letters:
    """`n * n` letters as a square, row by row.

    Raises:
        InvalidInstanceError: They do not make a square.
    """
    side = isqrt(len(row))
    if side * side != len(row) or not side:
        raise InvalidInstanceError(f"{where}: {len(row)} letters do not make a square")
    return np.array(list(row)).reshape(side, side)


def _from_line(line: str, where: str, given: Given) -> Labelled:
    """A line that holds both ends: a corridor, or the rows of a square maze one after the other.

    It is a corridor where no wall stands between the ends, or none at all where the end is `G` as
    in HRM rows, whose letters make a square.
    """
    first, last = sorted((line.index(START), max(line.find(END), line.find(OTHER_END))))
    walls = line[first:last] if END in line else line
    if WALL not in walls or isqrt(len(line)) ** 2 != len(line):
        return to_maze(np.array([list(line)]), where, framed=False, given=given)
    return from_row(line, where, given)


def _in_our_letters(lines: list[str], name: str) -> list[str]:
    """The lines with every letter that others write replaced; comments stay as they are."""
    table = in_our_letters([block for _, _, block in _blocks(lines)], name)
    return [line if line.startswith(COMMENT) else line.translate(table) for line in lines]


def _blocks(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Runs of lines that are not empty: the number of the first, the comments, and the others."""
    breaks = [-1, *(number for number, line in enumerate(lines) if not line), len(lines)]
    for before, after in pairwise(breaks):
        block = lines[before + 1 : after]
        rows = [line for line in block if not line.startswith(COMMENT)]
        if rows:
            comments = [line for line in block if line.startswith(COMMENT)]
            yield before + 2 + block.index(rows[0]), " ".join(comments), rows


def _square(block: list[str], first: int, name: str) -> Letters:
    for number, line in enumerate(block, first):
        if len(line) != len(block[0]):
            raise InvalidInstanceError(
                f"{name}, line {number}: expected {len(block[0])} letters as in line {first}, "
                f"got {len(line)}",
                "all lines of a maze are equally long; spaces at their ends count",
            )
    return np.array([list(line) for line in block])
