"""A TSPLIB95 file (Reinelt 1995) cut into its parts: rows may wrap anywhere, so words it is."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import number, read_text, whole
from thinkers_tsp.formats.valid import require_cities

SECTIONS = ("NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION", "DISPLAY_DATA_SECTION", "TOUR_SECTION")
"""What we read; other sections change the problem (fixed edges, depots), so they are refused."""


@dataclass(frozen=True)
class Document:
    """A file cut into its parts.

    Attributes:
        where: The file, for messages.
        header: The lines `KEYWORD : value`, keywords in upper case.
        sections: The words of each section.
    """

    where: str
    header: dict[str, str]
    sections: dict[str, list[str]]

    @classmethod
    def read(cls, path: Path) -> "Document":
        """Cut a file into its parts.

        Raises:
            InvalidInstanceError: It is no text, or has a section that we do not know.
        """
        header: dict[str, str] = {}
        sections: dict[str, list[str]] = {}
        words: list[str] | None = None
        for line in read_text(path).splitlines():
            key, colon, value = line.partition(":")
            first = key.split()[0].upper() if key.strip() else ""
            if first == "EOF":
                break
            if first.endswith("_SECTION"):
                if first not in SECTIONS or first in sections:
                    problem = "appears twice" if first in sections else "is not supported"
                    raise InvalidInstanceError(f"{path}: {first} {problem}")
                words = sections[first] = line.split()[1:]
            elif colon:
                header[key.strip().upper()] = value.strip()
            elif words is not None:
                words += line.split()
        return cls(str(path), header, sections)

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
        cities = whole(words[0], f"{self.where}: DIMENSION")
        require_cities(cities, f"{self.where}: DIMENSION")
        return cities

    def numbers(self, section: str, count: int) -> NDArray[np.float64]:
        """The numbers of a section, in order.

        Raises:
            InvalidInstanceError: The section is missing, or has not `count` of them.
        """
        if section not in self.sections:
            raise InvalidInstanceError(
                f"{self.where}: there is no {section}", "is the file cut off?"
            )
        words = self.sections[section]
        values = [number(word, f"{self.where}: {section}") for word in words]
        if len(values) != count:
            raise InvalidInstanceError(
                f"{self.where}: {section} has {len(values)} numbers, expected {count} for "
                f"DIMENSION {self.cities()}",
                "the file is cut off, or DIMENSION is wrong",
            )
        return np.array(values)
