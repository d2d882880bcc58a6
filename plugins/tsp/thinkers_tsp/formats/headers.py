"""Whether the first row of a table is a header, and what its titles say of labels of rows."""

from collections.abc import Iterator, Sequence

from thinkers_tsp.formats.cells import Row
from thinkers_tsp.formats.files import filled, is_filler, is_number
from thinkers_tsp.valid import FEWEST

NAMES = ("name", "city", "town", "place", "label", "stop", "station", "location", "title")
"""Titles of columns of names."""

INDEXES = ("", "id", "index", "idx", "no", "nr", "node", "number", "i", "key")
"""Titles of columns that number the rows, pandas' empty one among them."""


def headers(
    rows: list[Row], named: tuple[str, str] | None
) -> Iterator[tuple[list[str], list[Row]]]:
    """The ways to part the header, if there is one, from the rows below it.

    Args:
        rows: All rows of the table.
        named: The columns that the user named, by title or number.
    """
    headed = _headed(rows)
    if named is not None:
        titled = {*named} <= {cell.lower() for cell in rows[0].cells}
        doubtful = headed is None or not all(word.isdigit() for word in named)
        headed = headed is True or (titled and doubtful)
    if headed is not False:
        yield rows[0].cells, rows[1:]
    if headed is not True:
        yield [], rows


def _headed(rows: Sequence[Row]) -> bool | None:
    """Whether the first row is a header; None where that is ambiguous."""
    cells, rest = rows[0].cells, rows[1:]
    if _begins_with_a_filler(rows):
        return False
    if not any(map(is_number, cells)) or entitled(cells[0], NAMES + INDEXES):
        return True
    if len(cells) == len(rest) >= FEWEST and counts(cells) and filled([row.cells for row in rest]):
        return None if counts([row.cells[0] for row in rows]) else True
    if cells == ["0", "1"] and len(rest) >= FEWEST:  # titles of pandas, or a city at (0, 1)
        return True if all("." in cell for row in rest for cell in row.cells) else None
    return False


def _begins_with_a_filler(rows: Sequence[Row]) -> bool:
    """Whether the first cell is empty because the whole diagonal of a square table is.

    Where the first row and the first column count, they number what stands between them.
    """
    cells = rows[0].cells
    square = all(len(row.cells) == len(rows) for row in rows)
    if cells[0] or not square or not all(map(is_number, cells[1:])):
        return False
    if counts(cells[1:]) and counts([row.cells[0] for row in rows[1:]]):
        return False
    return all(is_filler(row.cells[at]) for at, row in enumerate(rows))


def counts(cells: Sequence[str]) -> bool:
    """Whether cells count from 0 or from 1."""
    first = int(bool(cells) and cells[0] == "1")
    return list(cells) == [str(first + index) for index in range(len(cells))]


def entitled(title: str, known: Sequence[str]) -> bool:
    """Whether a title is one of those, in any case."""
    return title.lower() in known
