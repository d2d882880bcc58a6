"""Writing TSPLIB95 instances (Reinelt 1995) that read back to the bit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import plain, write_text
from thinkers_tsp.formats.tsplib_distances import METRICS, metric_distances
from thinkers_tsp.instance import Tour, TspInstance


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one instance; tours have files of their own.

    `.tsp`: coordinates alone where a distance of TSPLIB's gives the matrix back, else the full
    matrix. `.atsp`: always the full matrix. Weights that are no integers are written as they are,
    which other readers may not take.

    Raises:
        InvalidInstanceError: There are several instances, or a `.tsp` would be asymmetric.
        ThinkersError: The file cannot be written.
    """
    del tours
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
        f"NAME : {' '.join(instance.name.split()) or path.stem}",
        f"TYPE : {'ATSP' if asymmetric else 'TSP'}",
        f"DIMENSION : {instance.cities}",
        *(_matrix(instance) if metric is None else [f"EDGE_WEIGHT_TYPE : {metric}"]),
        *_positions(instance, "DISPLAY_DATA_SECTION" if metric is None else "NODE_COORD_SECTION"),
        "EOF",
    ]
    write_text(path, lines)


def _metric(instance: TspInstance) -> str | None:
    """The EDGE_WEIGHT_TYPE that gives these distances, or None."""
    points = instance.coordinates
    if points is None:
        return None
    same = (m for m in METRICS if np.array_equal(metric_distances(m, points), instance.distances))
    return next(same, None)


def _matrix(instance: TspInstance) -> Iterator[str]:
    yield "EDGE_WEIGHT_TYPE : EXPLICIT"
    yield "EDGE_WEIGHT_FORMAT : FULL_MATRIX"
    if instance.coordinates is not None:
        yield "DISPLAY_DATA_TYPE : TWOD_DISPLAY"
    yield "EDGE_WEIGHT_SECTION"
    for row in instance.distances.tolist():
        yield " ".join(map(plain, row))


def _positions(instance: TspInstance, section: str) -> Iterator[str]:
    if instance.coordinates is None:
        return
    yield section
    for node, (x, y) in enumerate(instance.coordinates.tolist(), start=1):
        yield f"{node} {plain(x)} {plain(y)}"
