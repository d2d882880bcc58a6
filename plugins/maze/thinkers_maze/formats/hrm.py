"""Mazes as HRM rows: the columns of "Maze-Hard" (Wang et al. 2025)."""

import csv
from collections.abc import Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_maze.formats.grid import END, OTHER_END, OTHER_PATHS, PATH, to_letters
from thinkers_maze.formats.text import from_row
from thinkers_maze.instance import Marks, MazeInstance

COLUMNS = ("source", "question", "answer", "rating")

MOST_LETTERS = 131_072
"""Python's reader of CSV takes no longer fields: mazes up to 362 cells a side."""


def read(path: Path) -> list[MazeInstance]:
    """The column `question` of each line; the others may be absent.

    Raises:
        InvalidInstanceError: The column is missing, or a row is no maze.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            lines = list(csv.DictReader(file))
        except (csv.Error, UnicodeDecodeError) as error:
            raise InvalidInstanceError(f"{path} is no readable CSV: {error}") from error
    if lines and "question" not in lines[0]:
        found = ", ".join(str(name) for name in lines[0])
        raise InvalidInstanceError(f"{path}: expected a column 'question', found {found}")
    return [
        from_row(line["question"] or "", f"{path.name}, maze {number}")
        for number, line in enumerate(lines, 1)
    ]


def write(path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None) -> None:
    """One line a maze; the rating is the number of steps of the answer.

    Raises:
        InvalidInstanceError: A maze is not square, or too large.
    """
    answers: Sequence[Marks | None] = solutions or [None] * len(instances)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for instance, marks in zip(instances, answers, strict=True):
            rows, cols = instance.shape
            if rows != cols or rows * cols > MOST_LETTERS:
                raise InvalidInstanceError(
                    f"HRM rows hold square mazes of at most {MOST_LETTERS} cells, "
                    f"got {rows} x {cols}",
                    "write to .txt",
                )
            answer = "" if marks is None else _row(instance, marks)
            rating = "" if marks is None else int((marks == 1).sum()) - 1
            writer.writerow([instance.name, _row(instance, None), answer, rating])


def _row(instance: MazeInstance, marks: Marks | None) -> str:
    row = "".join(to_letters(instance, marks, frame=0).ravel().tolist())
    return row.replace(END, OTHER_END).replace(PATH, OTHER_PATHS[0])
