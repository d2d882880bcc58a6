"""A TSPLIB95 file (Reinelt 1995) cut into its parts: rows may wrap anywhere, so words it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import SHOWN, is_number, numbers, read_lines, shown, whole
from thinkers_tsp.formats.valid import require_cities

SECTIONS = ("NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION", "DISPLAY_DATA_SECTION", "TOUR_SECTION")
"""What we read; other sections change the problem (fixed edges, depots), so they are refused."""

NODES = ("NODE_COORD_SECTION", "DISPLAY_DATA_SECTION")
"""Those whose lines begin with a node."""

SECTION, END = "_SECTION", "EOF"
"""How the name of every section ends; the line after which nothing counts."""

COMMENT = "COMMENT"
"""The one key that may stand on several lines."""

REMARK = "#"
"""Prefixes of comment lines, which are ignored."""

NAMED = "nodes are numbered 1, 2, ...; a name is a line of the header: COMMENT : city 1: Berlin"
"""What to do about nodes that have names."""

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
"""How a line begins that is no row of numbers."""


class Words(NamedTuple):
    """The words of a line, and the line's number, from 1."""

    at: int
    words: list[str]


@dataclass(frozen=True)
class Document:
    """A file cut into its parts.

    Attributes:
        where: The file, for messages.
        header: The values of the lines `KEYWORD : value`, keywords in upper case.
        sections: The words of each section, line by line.
        lines: On which line each keyword stands, from 1.
        comments: The values of all lines `COMMENT : value`.
    """

    where: str
    header: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Words]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "Document":
        """Cut a file into its parts; colons after keywords may be left out.

        Raises:
            InvalidInstanceError: It is no text, has a section that we do not know, or says one
                thing in two ways.
        """
        found = cls(str(path))
        rows: list[Words] | None = None
        for at, line in enumerate(read_lines(path), 1):
            words = line.split()
            if not words or words[0].startswith(REMARK):
                continue
            key, value = _keyword(line, rows is not None) if words[0][0].isalpha() else ("", "")
            if key == END:
                break
            if key.endswith(SECTION):
                rows = found.begin(key, at)
                rows += [Words(at, value.split())] if value else []
            elif key:
                found.note(key, value, at)
            elif rows is not None:
                rows.append(Words(at, words))
            else:
                raise InvalidInstanceError(
                    f"{path}: line {at}: expected KEYWORD : value, got {shown(line)!r}",
                    "is it a TSPLIB file?",
                )
        return found

    def begin(self, section: str, at: int) -> list[Words]:
        """The place for the words of a section that begins."""
        if section not in SECTIONS or section in self.sections:
            fault = "appears twice" if section in self.sections else "is not supported"
            raise InvalidInstanceError(
                f"{self.where}: line {at}: {section[: 2 * SHOWN]} {fault}",
                "" if section in SECTIONS else "it makes another problem than a plain tour",
            )
        return self.sections.setdefault(section, [])

    def note(self, key: str, value: str, at: int) -> None:
        """Keep what a line of the header says."""
        if key == COMMENT:
            self.comments.append(value)
        elif self.header.get(key, value) != value:
            raise InvalidInstanceError(
                f"{self.where}: line {at}: {shown(key)} is {shown(value)}, "
                f"but line {self.lines[key]} says {shown(self.header[key])}"
            )
        self.header.setdefault(key, value)
        self.lines.setdefault(key, at)

    def word(self, key: str, default: str = "") -> str:
        """The first word of a header line, in upper case; `default` without one."""
        return (self.header.get(key, "").upper().split() or [default])[0]

    def cities(self) -> int:
        """DIMENSION.

        Raises:
            InvalidInstanceError: It is missing, or no number of cities.
        """
        words = self.header.get("DIMENSION", "").split()
        if not words:
            raise InvalidInstanceError(
                f"{self.where}: there is no DIMENSION line", "is it a TSPLIB file?"
            )
        where = f"{self.where}: line {self.lines['DIMENSION']}: DIMENSION"
        cities = whole(words[0], where)
        written = self.word("EDGE_WEIGHT_TYPE") == "EXPLICIT"
        require_cities(cities, where, matrix=written)
        return cities

    def rows(self, section: str) -> Iterator[Words]:
        """The lines of a section.

        Raises:
            InvalidInstanceError: There is no such section.
        """
        if section not in self.sections:
            raise InvalidInstanceError(
                f"{self.where}: there is no {section}", "is the file cut off?"
            )
        yield from self.sections[section]

    def numbers(self, section: str, count: int) -> NDArray[np.float64]:
        """The numbers of a section, in order.

        Raises:
            InvalidInstanceError: The section is missing, or has not `count` of them.
        """
        lines = list(self.rows(section))
        try:
            values = numbers([word for _, words in lines for word in words], "")
        except InvalidInstanceError:
            values = self._line_by_line(lines, section)
        if len(values) != count:
            raise InvalidInstanceError(
                f"{self.where}: {section} has {len(values)} numbers, expected {count} for "
                f"DIMENSION {self.cities()}",
                "the file is cut off, or DIMENSION is wrong",
            )
        return np.array(values)

    def _line_by_line(self, lines: list[Words], section: str) -> list[float]:
        """The numbers of lines; an error says in which line it is."""
        values: list[float] = []
        for at, words in lines:
            try:
                values += numbers(words, f"{self.where}: line {at}: {section}")
            except InvalidInstanceError as error:
                named = section in NODES and not is_number(words[0])
                raise InvalidInstanceError(str(error), NAMED if named else "") from error
        return values


def _keyword(line: str, within: bool) -> tuple[str, str]:
    """The keyword of a line in upper case, and what follows it; empty for a row of numbers.

    Args:
        line: The line.
        within: Whether a section has begun, in which a key needs its colon.
    """
    text = line.strip()
    key = KEY.match(text)
    if key is None:
        return "", ""
    before, colon, after = text.partition(":")
    if colon and KEY.fullmatch(before.strip()):
        return before.strip().upper(), after.strip()
    word = key[0].upper()
    if within and word != END and not word.endswith(SECTION):
        return "", ""
    return word, text[key.end() :].strip()
