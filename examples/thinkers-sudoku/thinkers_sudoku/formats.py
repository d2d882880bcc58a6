"""Files: text, a puzzle a line, and tables with the columns `source,question,answer,rating`."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_text, require_count, write_whole
from thinkers_sudoku.puzzle import Grid, Puzzle

COLUMNS = ("source", "question", "answer", "rating")
"""Of the published table; `question` alone must be there, and others are passed over."""

WAYS = "write 81 or 16 digits row by row, with 0 or . for an empty cell"

EMPTY = re.compile("[.*_-]")
"""Stands for an empty cell, beside 0."""

Labelled = tuple[Puzzle, Grid | None]
"""A puzzle of a file, and the answer that stands beside it."""


def read(path: Path) -> list[Labelled]:
    """The puzzles of a `.csv` or a text file, with their answers.

    Raises:
        InvalidInstanceError: The file is empty, is not of that form, or cannot be read.
    """
    text = read_text(path)
    rows = list(_table(text, path) if path.suffix.lower() == ".csv" else _lines(text, path))
    if not rows:
        raise InvalidInstanceError(f"{path} holds no puzzles", WAYS)
    require_count(len(rows), path, what="puzzles")
    return [_labelled(row, where) for where, row in rows]


def write(path: Path, puzzles: Sequence[Puzzle], answers: Sequence[Grid] | None) -> None:
    """Write a table; or text, an answer behind its puzzle. Text has neither source nor rating.

    Raises:
        InvalidInstanceError: The name ending is unknown.
        ConfigError: The file cannot be written.
    """
    suffix = path.suffix.lower()
    pairs = list(zip_longest(puzzles, answers or []))
    if suffix == ".csv":
        file = io.StringIO(newline="")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(_row(puzzle, answer) for puzzle, answer in pairs)
        write_whole(path, file.getvalue().encode())
    elif suffix == ".txt":
        lines = (" ".join(filter(None, _row(*pair)[1:3])) for pair in pairs)
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())
    else:
        raise InvalidInstanceError(f"cannot write {path.name}", "use .txt or .csv")


def as_text(grid: Grid) -> str:
    """Digits row by row, `.` where there is none."""
    return "".join(str(digit) if digit else "." for digit in grid.flat)


def _row(puzzle: Puzzle, answer: Grid | None) -> list[str]:
    told = "" if answer is None else as_text(answer)
    rating = "" if puzzle.rating is None else str(puzzle.rating)
    return [puzzle.source, as_text(puzzle.clues), told, rating]


def _table(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table, each with where it stands."""
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] = []
    try:
        for row in table:
            where = f"{path}, line {table.line_num}"
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = [name.strip().lower() for name in row]
                if "question" not in header or len(set(header)) < len(header):
                    names = ",".join(COLUMNS)
                    raise InvalidInstanceError(f"{where}: expected the columns {names}", WAYS)
            elif len(row) != len(header):
                raise InvalidInstanceError(
                    f"{where}: expected {len(header)} columns, got {len(row)}", WAYS
                )
            else:
                yield where, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise InvalidInstanceError(f"{path}, line {table.line_num}: {error}", WAYS) from error


def _lines(text: str, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of a text: a puzzle, and perhaps an answer; those that begin with # are none."""
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        where = f"{path}, line {number}"
        if len(words) > 2:
            raise InvalidInstanceError(f"{where}: expected a puzzle and its answer", WAYS)
        yield where, dict(zip(("question", "answer"), words, strict=False))


def _labelled(row: dict[str, str], where: str) -> Labelled:
    clues = _grid(row["question"], where)
    answer, rating = row.get("answer", "").strip(), row.get("rating", "").strip()
    if rating and not re.fullmatch("[0-9]{1,9}", rating):
        raise InvalidInstanceError(f"{where}: expected a whole rating, got {rating[:20]!r}", WAYS)
    puzzle = Puzzle(clues, row.get("source", ""), int(rating) if rating else None)
    if not answer:
        return puzzle, None
    told = _grid(answer, where)
    if told.shape != clues.shape or not told.all():
        raise InvalidInstanceError(f"{where}: expected an answer of {clues.size} digits", WAYS)
    return puzzle, told


def _grid(text: str, where: str) -> Grid:
    """Digits row by row."""
    digits = EMPTY.sub("0", text.strip())
    if not re.fullmatch("[0-9]{81}|[0-4]{16}", digits):
        got = f"{text.strip()[:20]!r}" if len(digits) in {16, 81} else f"{len(digits)} characters"
        raise InvalidInstanceError(f"{where}: expected 81 or 16 digits, got {got}", WAYS)
    side = {81: 9, 16: 4}[len(digits)]
    return np.array([int(digit) for digit in digits], np.int64).reshape(side, side)
