"""What the columns of a table hold: two coordinates or distances, names, positions in a tour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.cells import Cells, Row
from thinkers_tsp.formats.files import filled, is_number, one_line, shown
from thinkers_tsp.formats.headers import INDEXES, NAMES, counts, entitled, headers
from thinkers_tsp.formats.places import role_of
from thinkers_tsp.reading import TspReading
from thinkers_tsp.valid import FEWEST

VISIT = "visit"
"""Title of the column of positions in the tour, from 0."""

LISTED = 8
"""So many columns a message names."""


@dataclass(frozen=True)
class Reading:
    """One way to understand a table.

    Attributes:
        body: The rows without the header.
        columns: Those of the distances, or the two of the coordinates.
        titles: What the two are called, where they are coordinates; empty for distances.
        names: The cities' names; empty where there are none.
        visit: The column of positions in the tour, or None.
        chosen: The value of `--columns` that chooses this reading.
    """

    body: Sequence[Row]
    columns: Sequence[int]
    titles: tuple[str, ...]
    names: tuple[str, ...] = ()
    visit: int | None = None
    chosen: str = ""


def understand(table: Cells, options: TspReading) -> Reading:
    """The one way in which a table can be understood.

    Raises:
        InvalidInstanceError: There is none, or more than one, or not the one asked for.
    """
    tables = [_Table(table.where, *split) for split in headers(table.rows, options.pair)]
    if options.matrix or "distances" in table.notes:
        found = [reading for each in tables for reading in each.distances()]
    elif options.pair is not None:
        found = [each.named(options.pair) for each in tables[:1]]
    else:
        found = [reading for each in tables for reading in each.readings()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InvalidInstanceError(
            f"{table.where}: {tables[0].shape()}",
            "two columns are coordinates, n columns of n rows are distances; "
            "--columns says which of several columns hold x and y",
        )
    ways = " or ".join(f"--columns {reading.chosen}" for reading in found)
    raise InvalidInstanceError(
        f"{table.where}: {len(table.rows)} rows of {tables[0].width} numbers can be read in "
        f"{len(found)} ways",
        f"say which: {ways}",
    )


def _listed(titles: Sequence[str]) -> str:
    """Titles for a message, the first of them if there are many."""
    more = f", and {len(titles) - LISTED} more" if len(titles) > LISTED else ""
    return ", ".join(map(shown, titles[:LISTED])) + more


class _Table:
    """A header, which may be empty, and the rows below it."""

    def __init__(self, where: str, header: list[str], body: list[Row]) -> None:
        self.where, self.body = where, body
        self.width = len(body[0].cells) if body else len(header)
        ragged = len(header) == self.width - 1
        self.header = ["", *header] if header and ragged else header
        self._require_width()
        self.labels = self._labels()
        self.kept = [each for each in range(self.width) if each != self.labels]

    def _require_width(self) -> None:
        if not self.body:
            raise InvalidInstanceError(f"{self.where} holds a header and no numbers")
        for at, cells in self.body:
            if len(cells) != self.width:
                raise InvalidInstanceError(
                    f"{self.where}: line {at} has {len(cells)} numbers, "
                    f"line {self.body[0].at} has {self.width}"
                )
        if self.header and len(self.header) != self.width:
            raise InvalidInstanceError(
                f"{self.where}: the header has {len(self.header)} columns, "
                f"line {self.body[0].at} has {self.width}"
            )

    def shape(self) -> str:
        """What is there, in words."""
        return (
            "expected two columns of coordinates or a square matrix, "
            f"got {len(self.body)} rows of {self.width} numbers"
        )

    def column(self, index: int) -> list[str]:
        """The cells of a column."""
        return [row.cells[index] for row in self.body]

    def _labels(self) -> int | None:
        """The column of names or numbers of the rows, if there is one for certain."""
        names = [index for index, title in enumerate(self.header) if entitled(title, NAMES)]
        words = [index for index in range(self.width) if not self._is_number(index)]
        numbers = [0] if self.header and entitled(self.header[0], INDEXES) else []
        return next(iter([*names, *words, *numbers]), None)

    def _is_number(self, index: int) -> bool:
        return any(map(is_number, self.column(index)))

    def names(self) -> tuple[str, ...]:
        """The cities' names by the labels of the rows."""
        if self.labels is None:
            return ()
        cells = self.column(self.labels)
        numbered = counts(cells) and not (self.header and entitled(self.header[self.labels], NAMES))
        return () if numbered or not any(cells) else tuple(map(one_line, cells))

    def readings(self) -> Iterator[Reading]:
        """The ways in which the header, or without one the shape, can be understood."""
        titles = {role_of(title): at for at, title in enumerate(self.header)}
        pair = next((p for p in (("x", "y"), ("lon", "lat")) if {*p} <= titles.keys()), None)
        if pair is not None:
            yield self._by_title(pair)
            return
        yield from self.distances()
        kept = [each for each in self.kept if each != self._visit()]
        if len(kept) == 2 and self._labelled():
            yield self._places(kept)
        elif len(kept) == 3 and self.labels is None and self._numbered():
            yield self._places(kept[1:])

    def _numbered(self) -> bool:
        """Whether the first of three columns may number the rows.

        Three rows may be distances; where no filler stands on their diagonal, any numbers may be
        those of the rows.
        """
        counted = not self.header and counts(self.column(0))
        return counted or (
            len(self.body) == len(self.kept) and not filled([row.cells for row in self.body])
        )

    def _labelled(self) -> bool:
        """Whether the labels, if there are some, are names or count the rows.

        Other numbers may be cities: `i,j,distance` lists ways, and no coordinates.
        """
        if self.labels is None or entitled(self.header[self.labels] if self.header else "", NAMES):
            return True
        return not self._is_number(self.labels) or counts(self.column(self.labels))

    def _by_title(self, pair: tuple[str, str]) -> Reading:
        roles = [role_of(title) for title in self.header]
        twice = next((role for role in pair if roles.count(role) > 1), None)
        if twice or (pair[0] == "x" and "z" in roles):
            fault = f"several columns hold {twice}" if twice else "there are three coordinates"
            raise InvalidInstanceError(
                f"{self.where}: {fault}: {_listed(self.header)}",
                f"say which two count: --columns {self._two(pair)}",
            )
        return self._places([roles.index(role) for role in pair])

    def _two(self, pair: tuple[str, str]) -> str:
        roles = [role_of(title) for title in self.header]
        return ",".join(shown(self.header[roles.index(role)]) for role in pair)

    def _places(self, columns: Sequence[int], titles: tuple[str, ...] = ()) -> Reading:
        own = tuple(self.header[each] for each in columns) if self.header else ("", "")
        numbers = ",".join(shown(self.header[c]) if self.header else str(c + 1) for c in columns)
        return Reading(self.body, columns, titles or own, self.names(), self._visit(), numbers)

    def _visit(self) -> int | None:
        titles = [title.lower() for title in self.header]
        return titles.index(VISIT) if VISIT in titles else None

    def distances(self) -> Iterator[Reading]:
        """The table as distances, if it is square but for numbers of the rows."""
        kept = self.kept
        if len(kept) == len(self.body) + 1 and self.labels is None and counts(self.column(0)):
            kept = kept[1:]
        if len(kept) == len(self.body) >= FEWEST:
            names = self.names() or self._header_names(kept)
            self._require_order(names, kept)
            yield Reading(self.body, kept, (), names, chosen="matrix")

    def _header_names(self, kept: Sequence[int]) -> tuple[str, ...]:
        titles = [self.header[each] for each in kept] if self.header else []
        return () if any(map(is_number, titles)) else tuple(map(one_line, titles))

    def _require_order(self, names: Sequence[str], kept: Sequence[int]) -> None:
        """See that rows and columns stand in one order, where both have names."""
        titles = self._header_names(kept)
        if titles and sorted(titles) == sorted(names) and list(titles) != list(names):
            raise InvalidInstanceError(
                f"{self.where}: the columns stand in another order than the rows",
                f"the first column is {shown(titles[0])}, the first row {shown(names[0])}",
            )

    def named(self, pair: tuple[str, str]) -> Reading:
        """The two columns that the user named, by title, number, or what the last two are."""
        titles = [title.lower() for title in self.header]
        if all(word in titles for word in pair):
            return self._places([titles.index(word) for word in pair])
        if all(word.isascii() and word.isdigit() for word in pair):
            columns = [int(word[:9]) - 1 for word in pair]
            if all(0 <= column < self.width for column in columns):
                return self._places(columns)
        elif not self.header and all(map(role_of, pair)) and len(self.kept) >= 2:
            return self._places(self.kept[-2:], pair)
        raise InvalidInstanceError(
            f"{self.where}: there are no columns {shown(pair[0])} and {shown(pair[1])}",
            f"there are: {_listed(self.header)}" if self.header else f"there are {self.width}",
        )
