"""A text file as rows of cells, with its delimiter detected."""

import csv
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import is_number, shown
from thinkers_tsp.formats.places import role_of

SEPARATORS = ";\t,"
"""Between cells: the first of these that the first line has outside quotes, else blanks."""

SAID = re.compile(f"sep=([{SEPARATORS}])")
"""How Excel says the separator, in a first line of its own."""

QUOTED = re.compile(r'"[^"]*"')

COMMENT = "#"
"""How a line begins that is no row; some say more of the table: see `NOTES`."""

NOTES = ("tour", "distances", "x", "y")
"""`# tour: 0 2 1` and the like: what our own files say beside a matrix."""

DECIMAL_COMMA = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)([eE][+-]?[0-9]+)?")


class Row(NamedTuple):
    """The cells of a line, and the line's number, from 1."""

    at: int
    cells: list[str]


@dataclass(frozen=True)
class Cells:
    """The rows of a file, blank lines left out.

    Attributes:
        where: The file, for messages.
        rows: Lines of cells, at least one.
        notes: What comments say, and on which line, by the words of `NOTES`.
    """

    where: str
    rows: list[Row]
    notes: dict[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: list[str], where: str) -> "Cells":
        """Cut lines into cells.

        Raises:
            InvalidInstanceError: Quotes do not match, or there are two kinds of decimals.
        """
        lines = [line.strip(" ") for line in lines]
        notes, title = _comments(lines)
        separator = _separator(lines)
        rows = _rows(lines, separator, where)
        if rows and rows[0].cells == [str(len(rows) - 1)]:  # how many rows follow
            del rows[0]
        if not rows:
            raise InvalidInstanceError(f"{where} holds no numbers")
        if title is not None:
            rows = _titled(rows, title, separator)
        if separator == ";":
            _read_decimal_commas(rows, where)
        return cls(where, _without_empty_columns(rows), notes)


def _comments(lines: list[str]) -> tuple[dict[str, tuple[int, str]], Row | None]:
    """What comments say, which become blank lines, and the last of them as one cell."""
    notes: dict[str, tuple[int, str]] = {}
    title = None
    for index, line in enumerate(lines):
        if line.startswith(COMMENT):
            words = line.lstrip(f"{COMMENT} ")
            key, _, rest = words.partition(":")
            if key in NOTES:
                notes[key] = (index + 1, rest)
            title, lines[index] = Row(index + 1, [words]), ""
    return notes, title


def _separator(lines: list[str]) -> str:
    """What stands between the cells; a blank for any number of blanks and tabs."""
    said = SAID.fullmatch(lines[0])
    if said:
        lines[0] = ""
        return said[1]
    first = (line for line in lines if line.strip() and not line.isdigit())
    bare = QUOTED.sub("", next(first, ""))
    found = next((mark for mark in SEPARATORS if mark in bare), " ")
    if found == "\t" and any(_several_numbers(line) for line in lines):
        return " "
    return found


def _several_numbers(line: str) -> bool:
    """Whether some cell between tabs is several numbers between blanks."""
    cells = (cell.split() for cell in line.split("\t"))
    return any(len(words) > 1 and all(map(is_number, words)) for words in cells)


def _rows(lines: list[str], separator: str, where: str) -> list[Row]:
    if separator == " ":
        lines = [" ".join(line.split()) for line in lines]
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    stripped = ([cell.strip() for cell in cells] for cells in reader)
    try:
        return [Row(reader.line_num, cells) for cells in stripped if any(cells)]
    except csv.Error as error:
        fault = "a cell is too long" if "limit" in str(error) else "a quote does not end its cell"
        raise InvalidInstanceError(f"{where}: line {reader.line_num}: {fault}") from error


def _titled(rows: list[Row], title: Row, separator: str) -> list[Row]:
    """The rows after the header that stands in a comment, as `numpy.savetxt` writes it."""
    [words] = title.cells
    cells = [cell.strip() for cell in words.split(None if separator == " " else separator)]
    numbered = all(map(is_number, rows[0].cells))
    if numbered and len(cells) == len(rows[0].cells) and any(map(role_of, cells)):
        return [Row(title.at, cells), *rows]
    return rows


def _read_decimal_commas(rows: list[Row], where: str) -> None:
    """Turn the decimal commas of files with semicolons into points."""
    points = False
    for _, cells in rows:
        points = points or any("." in cell and is_number(cell) for cell in cells)
    for at, cells in rows:
        for index, cell in enumerate(cells):
            if DECIMAL_COMMA.fullmatch(cell):
                if points:
                    raise InvalidInstanceError(
                        f"{where}: line {at}: {shown(cell)} has a decimal comma, "
                        "other numbers a point",
                        "write all of them alike",
                    )
                cells[index] = cell.replace(",", ".")


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    """Rows without the last column as long as that is empty everywhere."""
    while all(len(row.cells) > 1 and not row.cells[-1] for row in rows):
        for row in rows:
            row.cells.pop()
    return rows
