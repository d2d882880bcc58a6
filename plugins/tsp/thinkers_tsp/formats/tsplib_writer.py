"""Writing TSPLIB95 instances (Reinelt 1995) that read back to the bit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import one_line, plain, write_text
from thinkers_tsp.formats.tours import section
from thinkers_tsp.formats.tsplib_distances import (
    axes,
    metric_distances,
    on_the_plane,
)
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.measured import Measured
from thinkers_tsp.metrics import STRAIGHT, TSPLIB
from thinkers_tsp.valid import MAX_CITIES


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one instance, its tour in a TOUR_SECTION, the cities' names as comments.

    `.tsp`: coordinates alone where a known metric gives the matrix back, else the full matrix.
    `.atsp`: always the full matrix. Straight lines that are not rounded are LKH's EXACT_2D, and
    weights that are no integers are written as they are, which other readers may not take.

    Raises:
        InvalidInstanceError: There are several instances, or a `.tsp` would be asymmetric.
        ConfigError: The file cannot be written.
    """
    if len(instances) > 1:
        raise InvalidInstanceError(
            f"cannot write {path}: TSPLIB files hold one instance, got {len(instances)}",
            "write a .npz file",
        )
    instance, asymmetric = instances[0], path.suffix.lower() == ".atsp"
    if not (asymmetric or instance.symmetric):
        raise InvalidInstanceError(
            f"cannot write {path}: the distances are not symmetric", "write a .atsp file"
        )
    metric = None if asymmetric else _metric(instance)
    lines = [
        f"NAME : {one_line(instance.name) or one_line(path.stem)}",
        *(f"COMMENT : city {at}: {one_line(name)}" for at, name in enumerate(instance.names, 1)),
        f"TYPE : {'ATSP' if asymmetric else 'TSP'}",
        f"DIMENSION : {instance.cities}",
        *(_matrix(instance) if metric is None else [f"EDGE_WEIGHT_TYPE : {metric}"]),
        *_positions(instance, metric),
        *([] if tours is None else section(tours)),
        "EOF",
    ]
    write_text(path, lines)


def _metric(instance: TspInstance) -> str | None:
    """The EDGE_WEIGHT_TYPE that gives these distances, or None."""
    points, ways = instance.coordinates, instance.ways
    if points is None:
        return None
    known = [metric for metric in TSPLIB if axes(metric) == 2]
    if isinstance(ways, Measured) and ways.metric in known:
        same = np.array_equal(on_the_plane(ways.metric, points), ways.points)
        if same and (instance.cities > MAX_CITIES or ways.metric != STRAIGHT):
            return ways.metric
    for metric in known:
        found = metric_distances(metric, on_the_plane(metric, points))
        if np.array_equal(found, instance.distances):
            return metric
    return None


def _matrix(instance: TspInstance) -> Iterator[str]:
    yield "EDGE_WEIGHT_TYPE : EXPLICIT"
    yield "EDGE_WEIGHT_FORMAT : FULL_MATRIX"
    if instance.coordinates is not None:
        yield "DISPLAY_DATA_TYPE : TWOD_DISPLAY"
    yield "EDGE_WEIGHT_SECTION"
    for row in instance.distances.tolist():
        yield " ".join(map(plain, row))


def _positions(instance: TspInstance, metric: str | None) -> Iterator[str]:
    points = instance.coordinates
    if points is None:
        return
    yield "DISPLAY_DATA_SECTION" if metric is None else "NODE_COORD_SECTION"
    for node, (x, y) in enumerate(on_the_plane(metric or "", points).tolist(), start=1):
        yield f"{node} {plain(x)} {plain(y)}"
