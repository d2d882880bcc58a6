"""TSPLIB95 `.tour` files: cities counted from 1, each tour ended by -1."""

from collections.abc import Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import one_line, whole, write_text
from thinkers_tsp.formats.tsplib_document import Document
from thinkers_tsp.formats.valid import tour_of
from thinkers_tsp.instance import Tour, TspInstance

SECTION = "TOUR_SECTION"
"""Where the tours stand."""

END = -1
"""What ends a tour."""


def read_tour(path: Path, cities: int) -> Tour:
    """The one tour of a file.

    Args:
        path: A `.tour` file; it may lack DIMENSION, -1 and EOF, as many do.
        cities: How many the instance has.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    tours = read_tours(path, cities)
    if len(tours) > 1:
        raise InvalidInstanceError(f"{path} holds {len(tours)} tours, expected one")
    return tours[0]


def read_tours(path: Path, cities: int) -> list[Tour]:
    """All tours of a file, at least one; see `read_tour`."""
    document = Document.read(path)
    if SECTION not in document.sections:
        raise InvalidInstanceError(f"{path}: there is no {SECTION}", "is it a TSPLIB tour?")
    if "DIMENSION" in document.header and document.cities() != cities:
        raise InvalidInstanceError(
            f"{path}: DIMENSION is {document.cities()}, but the instance has {cities} cities"
        )
    return tours_of(document, cities)


def tours_of(document: Document, cities: int) -> list[Tour]:
    """The tours of a document that has a section of them, at least one.

    Raises:
        InvalidInstanceError: A tour is none through so many cities.
    """
    tours: list[list[int]] = [[]]
    for at, words in document.rows(SECTION):
        for word in words:
            city = whole(word, f"{document.where}: line {at}: {SECTION}")
            if city != END:
                tours[-1].append(city)
            elif tours[-1]:
                tours.append([])
    complete = tours if len(tours) == 1 else [tour for tour in tours if tour]
    return [tour_of(tour, cities, document.where) for tour in complete]


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write tours, all through the same number of cities.

    Raises:
        InvalidInstanceError: There are no tours, or their sizes differ.
        ConfigError: The file cannot be written.
    """
    if not tours:
        raise InvalidInstanceError(f"cannot write {path}: there is no tour")
    sizes = {len(tour) for tour in tours}
    if len(sizes) > 1:
        raise InvalidInstanceError(
            f"cannot write {path}: tours through {min(sizes)} and {max(sizes)} cities "
            "do not share a file",
            "write one file for each",
        )
    name = one_line(instances[0].name) or one_line(path.stem)
    lines = [f"NAME : {name}", "TYPE : TOUR", f"DIMENSION : {sizes.pop()}"]
    write_text(path, [*lines, *section(tours), "EOF"])


def section(tours: Sequence[Tour]) -> list[str]:
    """The lines of the section that holds tours."""
    lines = [SECTION]
    for tour in tours:
        lines += [str(city + 1) for city in tour.tolist()] + [str(END)]
    return lines
