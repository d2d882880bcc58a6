"""TSPLIB95 `.tour` files: cities counted from 1, each tour ended by -1."""

from collections.abc import Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import one_line, shown, whole, write_text
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
    return _only(_tours_in(Document.read(path), cities), path)


def read_tour_of(path: Path, instances: Sequence[TspInstance]) -> list[Tour | None]:
    """For each instance the one tour of a file if it belongs to that instance, else None.

    It belongs to the instance of its NAME, of which published files write `berlin52.opt.tour`;
    where none has that name, to the only one.

    Args:
        path: A `.tour` file, see `read_tour`.
        instances: All different.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where; or there is not one instance
            that it belongs to.
    """
    document = Document.read(path)
    name = one_line(document.header.get("NAME", "")) or path.name
    places = [place for place, each in enumerate(instances) if _is_of(each.name, name)]
    if not places and len(instances) == 1:
        places = [0]
    if len(places) != 1:
        raise InvalidInstanceError(
            f"{path} is a tour of {shown(name)}: {len(places)} of {len(instances)} instances have "
            "that name",
            "expected one; or give a .csv file of names and lengths",
        )
    [place] = places
    tour = _only(_tours_in(document, instances[place].cities), path)
    return [tour if at == place else None for at in range(len(instances))]


def _is_of(instance: str, tour: str) -> bool:
    """Whether a tour's name is an instance's, but for folders, endings and capitals."""
    own, told = one_line(instance).lower(), tour.rpartition("/")[2].lower()
    return bool(own) and (told == own or (told.startswith(f"{own}.") and told.endswith(".tour")))


def _only(tours: Sequence[Tour], path: Path) -> Tour:
    if len(tours) > 1:
        raise InvalidInstanceError(f"{path} holds {len(tours)} tours, expected one")
    return tours[0]


def read_tours(path: Path, cities: int) -> list[Tour]:
    """All tours of a file, at least one; see `read_tour`."""
    return _tours_in(Document.read(path), cities)


def _tours_in(document: Document, cities: int) -> list[Tour]:
    """The tours of a tour file; see `read_tours`."""
    path = document.where
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
