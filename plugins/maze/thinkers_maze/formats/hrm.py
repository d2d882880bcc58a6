"""Mazes as HRM rows: the columns of "Maze-Hard" (Wang et al. 2025)."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError, read_text, require_count
from thinkers_maze.formats.grid import (
    END,
    FREE,
    OTHER_END,
    OTHER_PATH,
    PATH,
    UNKNOWN,
    UNSURE,
    WALLS,
    Labelled,
    Letters,
    to_letters,
)
from thinkers_maze.formats.stacks import stacks, to_mazes
from thinkers_maze.formats.text import from_row
from thinkers_maze.instance import UNDECIDED, Marks, MazeInstance

COLUMNS = ("source", "question", "answer", "rating")

QUESTION, ANSWER = COLUMNS[1:3]

MAX_LETTERS = 131_072
"""Python's reader of CSV takes no longer fields: mazes up to 362 cells a side."""

ANSWERED = np.array([0, 0, 1, 1, 1, UNDECIDED, 0], np.int8)
"""What the letters of an answer mean, by their codes; an end that is not marked is drawn free."""


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
    require_count(len(lines), path, what="mazes")
    places = [f"{path.name}, maze {number}" for number in range(1, len(lines) + 1)]
    pairs = zip(lines, places, strict=True)
    grids = [from_row(line[QUESTION] or "", where) for line, where in pairs]
    mazes = [maze for maze, _ in to_mazes(grids, framed=False)]
    return list(zip(mazes, _answers(lines, mazes, places), strict=True))


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


def _answers(
    lines: Sequence[dict[str, str]], mazes: Sequence[MazeInstance], places: Sequence[str]
) -> list[Marks | None]:
    """The answer of each line, None where it has none.

    Raises:
        InvalidInstanceError: One is drawn into another maze.
    """
    answers: list[Marks | None] = [None] * len(mazes)
    drawn = [(number, line[ANSWER]) for number, line in enumerate(lines) if line.get(ANSWER)]
    found = [from_row(answer, f"{places[number]}, answer") for number, answer in drawn]
    for group, codes in stacks([(grid.text, grid.shape) for grid in found]):
        for place, walls, unknown, marks in zip(
            group, codes == WALLS, (codes == UNKNOWN).any((1, 2)), ANSWERED[codes], strict=True
        ):
            number = drawn[place][0]
            if walls.shape != mazes[number].shape or (walls != mazes[number].walls).any():
                raise InvalidInstanceError(
                    f"{places[number]}: the answer is drawn into another maze"
                )
            if unknown:
                raise InvalidInstanceError(f"{places[number]}: the answer holds unknown letters")
            answers[number] = marks
    return answers


def _drawn(instance: MazeInstance, marks: Marks) -> Letters:
    letters = to_letters(instance, marks, frame=0)
    for cell in (instance.start, instance.end):
        if marks[cell] != 1:
            letters[cell] = UNSURE if marks[cell] == UNDECIDED else FREE
    return letters


def _row(letters: Letters) -> str:
    row = "".join(letters.ravel().tolist())
    return row.replace(END, OTHER_END).replace(PATH, OTHER_PATH)
