"""Mazes as text: grids of `#`, space, `S` and `E`, or one HRM row a line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import isqrt
from pathlib import Path

from thinkers import InvalidInstanceError, read_text, require_count
from thinkers_maze.formats.dialects import in_our_letters
from thinkers_maze.formats.grid import (
    END,
    OTHER_END,
    START,
    WALL,
    Labelled,
    note_of,
    to_letters,
)
from thinkers_maze.formats.stacks import Grid, to_mazes
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
    lines = read_text(path).split("\n")
    blocks = list(_blocks(lines))
    require_count(len(blocks), path, what="mazes")
    table = in_our_letters([block for _, _, block in blocks], path.name)
    filled = [_in_our_letters(line, table) for line in lines if line]
    if filled and all(START in line and (END in line or OTHER_END in line) for line in filled):
        require_count(len(filled), path, what="mazes")
        lines_of = enumerate(filled, 1)
        grids = [_from_line(line, f"{path.name}, maze {n}") for n, line in lines_of]
        return to_mazes(grids, framed=False, given=given)
    return to_mazes(
        [
            _from_block([row.translate(table) for row in block], first, note, path.name, number)
            for number, (first, note, block) in enumerate(blocks, 1)
        ],
        given=given,
    )


def content(instances: Sequence[MazeInstance], answers: Sequence[Marks | None]) -> bytes:
    """Grids with a frame of walls, and `X` on the path, an empty line between two."""
    blocks = []
    for instance, marks in zip(instances, answers, strict=True):
        note = note_of(instance, marks)
        rows = ["".join(row) for row in to_letters(instance, marks).tolist()]
        lines = [f"{COMMENT} {note}", *rows] if note else rows
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks).encode()


def from_row(row: str, where: str) -> Grid:
    """The grid of an HRM row, `n * n` letters.

    Raises:
        InvalidInstanceError: They do not make a square.
    """
    side = isqrt(len(row))
    if side * side != len(row) or not side:
        raise InvalidInstanceError(f"{where}: {len(row)} letters do not make a square")
    return Grid(row, (side, side), where)


def _from_line(line: str, where: str) -> Grid:
    """A line that holds both ends: a corridor, or the rows of a square maze one after the other.

    It is a corridor where no wall stands between the ends, or none at all where the end is `G` as
    in HRM rows, whose letters make a square.
    """
    first, last = sorted((line.index(START), max(line.find(END), line.find(OTHER_END))))
    walls = line[first:last] if END in line else line
    if WALL not in walls or isqrt(len(line)) ** 2 != len(line):
        return Grid(line, (1, len(line)), where)
    return from_row(line, where)


def _in_our_letters(line: str, table: dict[int, str]) -> str:
    """The line with every letter that others write replaced; comments stay as they are."""
    return line if line.startswith(COMMENT) else line.translate(table)


def _blocks(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Runs of lines that are not empty: the number of the first, the comments, and the others."""
    breaks = [-1, *(number for number, line in enumerate(lines) if not line), len(lines)]
    for before, after in pairwise(breaks):
        block = lines[before + 1 : after]
        rows = [line for line in block if not line.startswith(COMMENT)]
        if rows:
            comments = [line for line in block if line.startswith(COMMENT)]
            yield before + 2 + block.index(rows[0]), " ".join(comments), rows


def _from_block(block: list[str], first: int, note: str, name: str, maze: int) -> Grid:
    """The grid of some lines.

    Raises:
        InvalidInstanceError: They are not equally long.
    """
    for number, line in enumerate(block, first):
        if len(line) != len(block[0]):
            raise InvalidInstanceError(
                f"{name}, line {number}: expected {len(block[0])} letters as in line {first}, "
                f"got {len(line)}",
                "all lines of a maze are equally long; spaces at their ends count",
            )
    return Grid("".join(block), (len(block), len(block[0])), f"{name}, maze {maze}", note)
