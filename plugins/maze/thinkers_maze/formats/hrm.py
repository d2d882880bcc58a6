"""Mazes as HRM rows: the columns of "Maze-Hard" (Wang et al. 2025)."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_text
from thinkers_maze.formats.grid import (
    END,
    FREE,
    KNOWN,
    OTHER_END,
    OTHER_PATH,
    PATH,
    START,
    UNSURE,
    WALL,
    Labelled,
    Letters,
    to_letters,
)
from thinkers_maze.formats.text import from_row, square_of
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance

COLUMNS = ("source", "question", "answer", "rating")

QUESTION, ANSWER = COLUMNS[1:3]

MAX_LETTERS = 131_072
"""Python's reader of CSV takes no longer fields: mazes up to 362 cells a side."""

MARKS = {PATH: 1, OTHER_PATH: 1, START: 1, END: 1, OTHER_END: 1, UNSURE: UNDECIDED}
"""What the letters of an answer mean; an end that is not marked is drawn as a free cell."""


def read(path: Path) -> list[Labelled]:
    """The columns `question` and `answer` of each line; all but the first may be absent.

    Raises:
        InvalidInstanceError: The column is missing, or a row is no maze.
    """
    text = read_text(path)
    header = text.partition("\n")[0]
    delimiter = next((one for one in ",;\t" if QUESTION in header.split(one)), ",")
    try:
        lines = list(csv.DictReader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InvalidInstanceError(f"{path} is no readable CSV: {error}") from error
    if lines and QUESTION not in lines[0]:
        found = ", ".join(str(name) for name in lines[0])
        raise InvalidInstanceError(f"{path}: expected a column 'question', found {found!a:.80}")
    return [_labelled(line, f"{path.name}, maze {n}") for n, line in enumerate(lines, 1)]


def content(instances: Sequence[MazeInstance], answers: Sequence[Marks | None]) -> bytes:
    """One line a maze; the rating is the number of steps of the answer.

    Raises:
        InvalidInstanceError: A maze is not square, or too large.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for instance, marks in zip(instances, answers, strict=True):
        rows, cols = instance.shape
        if rows != cols or rows * cols > MAX_LETTERS:
            raise InvalidInstanceError(
                f"HRM rows hold square mazes of at most {MAX_LETTERS} cells, got {rows} x {cols}",
                "write to .txt",
            )
        answer = "" if marks is None else _row(_drawn(instance, marks))
        rating = "" if marks is None else int((marks == 1).sum()) - 1
        question = _row(to_letters(instance, None, frame=0))
        writer.writerow([instance.name, question, answer, rating])
    return file.getvalue().encode()


def _labelled(line: dict[str, str], where: str) -> Labelled:
    instance, _ = from_row(line[QUESTION] or "", where)
    answer = line.get(ANSWER)
    if not answer:
        return instance, None
    letters = square_of(answer, f"{where}, answer")
    if letters.shape != instance.shape or ((letters == WALL) != instance.walls).any():
        raise InvalidInstanceError(f"{where}: the answer is drawn into another maze")
    if not np.isin(letters, list(KNOWN)).all():
        raise InvalidInstanceError(f"{where}: the answer holds unknown letters")
    marks = np.select([letters == letter for letter in MARKS], list(MARKS.values()), 0)
    return instance, marks.astype(np.int8)


def _drawn(instance: MazeInstance, marks: Marks) -> Letters:
    letters = to_letters(instance, marks, frame=0)
    for cell in (instance.start, instance.end):
        if marks[cell] != 1:
            letters[cell] = UNSURE if marks[cell] == UNDECIDED else FREE
    return letters


def _row(letters: Letters) -> str:
    row = "".join(letters.ravel().tolist())
    return row.replace(END, OTHER_END).replace(PATH, OTHER_PATH)
