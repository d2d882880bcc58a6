"""Reading TSPLIB95 instances (Reinelt 1995)."""

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.entry import Entry
from thinkers_tsp.formats.files import one_line, shown
from thinkers_tsp.formats.tours import tours_of
from thinkers_tsp.formats.tsplib_distances import (
    LAYOUTS,
    axes,
    layout_size,
    on_the_plane,
    unpack,
)
from thinkers_tsp.formats.tsplib_document import Document
from thinkers_tsp.formats.tsplib_keys import require_plain_tour
from thinkers_tsp.formats.valid import from_distances, from_measured, require_coordinates
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import TSPLIB
from thinkers_tsp.reading import TspReading

NODES, DRAWING = "NODE_COORD_SECTION", "DISPLAY_DATA_SECTION"
"""Where coordinates stand; the second are for drawing only."""

TOUR = "TOUR_SECTION"
"""Where our own files, and those of LKH, keep a tour."""

CITY = re.compile(r"city (\d{1,9}): ?(.*)")
"""The comment that holds the name of a city, of our own files."""

Numbers = NDArray[np.float64]


def read(path: Path, options: TspReading) -> list[Entry]:
    """The one instance of a `.tsp` or `.atsp` file, with its tour if there is one.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    document = Document.read(path)
    where = document.where
    if options.given:
        raise InvalidInstanceError(
            f"{where} says itself how distances are measured", "leave out --columns and --metric"
        )
    require_plain_tour(document)
    cities = document.cities()
    name = one_line(document.header.get("NAME", "")) or path.stem
    instance = _instance(document, cities, name)
    tours = tours_of(document, cities) if TOUR in document.sections else [None]
    if len(tours) > 1:
        raise InvalidInstanceError(f"{where} holds {len(tours)} tours, expected one")
    return [Entry(instance, tours[0])]


def _instance(document: Document, cities: int, name: str) -> TspInstance:
    """The instance; where no nodes are numbered, they count from 1 (TSPLIB95)."""
    metric, where = document.word("EDGE_WEIGHT_TYPE"), document.where
    named = _names(document, cities)
    if metric == "EXPLICIT":
        section = next((name for name in (NODES, DRAWING) if name in document.sections), None)
        deep = document.word("NODE_COORD_TYPE") == "THREED_COORDS" and section == NODES
        drawn, first = None, 1
        if section is not None:
            points, first = _points(document, section, cities, 3 if deep else 2)
            drawn = points[:, :2]
        distances = _explicit(document, cities)
        return from_distances(distances, where, name, drawn, named, first, own=True)
    if metric not in TSPLIB:
        raise InvalidInstanceError(
            f"{where}: unknown EDGE_WEIGHT_TYPE {shown(metric)!r}",
            f"known: {', '.join([*TSPLIB, 'EXPLICIT'])}",
        )
    points, first = _points(document, NODES, cities, axes(metric))
    ways = Measured(metric, points)
    return from_measured(ways, where, name, on_the_plane(metric, points), named, first)


def _points(document: Document, section: str, cities: int, deep: int) -> tuple[Numbers, int]:
    """`(n, deep)` coordinates in the order of the node numbers, and the first of these."""
    table = document.numbers(section, (1 + deep) * cities).reshape(cities, 1 + deep)
    order = np.argsort(table[:, 0])
    nodes = table[order, 0]
    if not np.array_equal(nodes, nodes[0] + np.arange(cities)) or nodes[0] not in {0.0, 1.0}:
        raise InvalidInstanceError(
            f"{document.where}: {section}: expected the nodes 1 to {cities}, each once"
        )
    points = table[order, 1:]
    for pair in (points[:, :2], points[:, -2:]):
        require_coordinates(pair, document.where)
    return points, int(nodes[0])


def _explicit(document: Document, cities: int) -> Numbers:
    layout = document.word("EDGE_WEIGHT_FORMAT")
    if layout not in LAYOUTS:
        raise InvalidInstanceError(
            f"{document.where}: unknown EDGE_WEIGHT_FORMAT {shown(layout)!r}",
            f"known: {', '.join(LAYOUTS)}",
        )
    numbers = document.numbers("EDGE_WEIGHT_SECTION", layout_size(layout, cities))
    return unpack(layout, numbers, cities)


def _names(document: Document, cities: int) -> tuple[str, ...]:
    """The names of the cities, if comments hold all of them."""
    found = (CITY.fullmatch(comment) for comment in document.comments)
    names = {int(match[1]): one_line(match[2]) for match in found if match}
    if names.keys() != set(range(1, cities + 1)):
        return ()
    return tuple(names[city] for city in range(1, cities + 1))
