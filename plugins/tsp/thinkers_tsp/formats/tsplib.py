"""Reading TSPLIB95 instances (Reinelt 1995)."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.tsplib_distances import (
    LAYOUTS,
    METRICS,
    layout_size,
    metric_distances,
    unpack,
)
from thinkers_tsp.formats.tsplib_document import Document
from thinkers_tsp.formats.valid import from_distances, require_coordinates
from thinkers_tsp.instance import TspInstance

POSITIONS = ("NODE_COORD_SECTION", "DISPLAY_DATA_SECTION")
"""Where coordinates stand; the second are for drawing only."""

Numbers = NDArray[np.float64]


def read(path: Path) -> list[TspInstance]:
    """The one instance of a `.tsp` or `.atsp` file.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    document = Document.read(path)
    where, cities = document.where, document.cities()
    kind = document.word("TYPE", "TSP")
    if kind not in {"TSP", "ATSP"}:
        raise InvalidInstanceError(f"{where}: TYPE is {kind}, expected TSP or ATSP")
    name = document.header.get("NAME") or path.stem
    metric = document.word("EDGE_WEIGHT_TYPE")
    points = _points(document, cities)
    if metric == "EXPLICIT":
        return [from_distances(_explicit(document, cities), where, name, points)]
    if metric not in METRICS:
        raise InvalidInstanceError(
            f"{where}: unknown EDGE_WEIGHT_TYPE {metric!r}",
            f"known: {', '.join([*METRICS, 'EXPLICIT'])}",
        )
    if points is None or "NODE_COORD_SECTION" not in document.sections:
        raise InvalidInstanceError(f"{where}: there is no NODE_COORD_SECTION", "is it cut off?")
    return [from_distances(metric_distances(metric, points), where, name, points)]


def _points(document: Document, cities: int) -> Numbers | None:
    """`(n, 2)` coordinates in the order of the node numbers, or None where there are none."""
    section = next((name for name in POSITIONS if name in document.sections), None)
    if section is None:
        return None
    table = document.numbers(section, 3 * cities).reshape(cities, 3)
    order = np.argsort(table[:, 0])
    nodes = table[order, 0]
    if not np.array_equal(nodes, nodes[0] + np.arange(cities)) or nodes[0] not in {0.0, 1.0}:
        raise InvalidInstanceError(
            f"{document.where}: {section}: expected the nodes 1 to {cities}, each once"
        )
    points = table[order, 1:]
    require_coordinates(points, document.where)
    return points


def _explicit(document: Document, cities: int) -> Numbers:
    layout = document.word("EDGE_WEIGHT_FORMAT")
    if layout not in LAYOUTS:
        raise InvalidInstanceError(
            f"{document.where}: unknown EDGE_WEIGHT_FORMAT {layout!r}",
            f"known: {', '.join(LAYOUTS)}",
        )
    numbers = document.numbers("EDGE_WEIGHT_SECTION", layout_size(layout, cities))
    return unpack(layout, numbers, cities)
