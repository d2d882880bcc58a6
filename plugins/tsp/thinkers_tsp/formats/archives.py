"""NumPy archives (`.npz`): named arrays of many instances, with their names and tours."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.arrays import Numbers, by_name, labels, load, stacked
from thinkers_tsp.formats.files import write_bytes
from thinkers_tsp.formats.valid import (
    from_coordinates,
    from_distances,
    require_coordinates,
    tour_of,
)
from thinkers_tsp.instance import Tour, TspInstance

COORDINATES = ("coordinates", "locs")
"""Keys of `(k, n, 2)` arrays: ours, and rl4co's."""

DISTANCES = ("distances", "cost_matrix")
"""Keys of `(k, n, n)` arrays: ours, and rl4co's."""


def read(path: Path) -> list[TspInstance]:
    """Instances from named arrays.

    `distances` `(k, n, n)`, or straight lines between `coordinates` `(k, n, 2)`; with both, the
    coordinates are for drawing, and nan where an instance has none. Optional: `names` `(k,)`;
    `tours` `(k, n)`, counted from 0, which are checked and otherwise left alone.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    arrays = load(path)
    if not isinstance(arrays, dict):
        raise InvalidInstanceError(f"{path} holds one array without a name", "name it .npy")
    points, distances = _pick(arrays, COORDINATES, path), _pick(arrays, DISTANCES, path)
    count = len(next((stack for stack in (distances, points) if stack is not None), ()))
    if not count:
        raise InvalidInstanceError(
            f"{path}: there is neither {COORDINATES[0]!r} nor {DISTANCES[0]!r}",
            f"it has: {', '.join(arrays) or 'nothing'}",
        )
    if points is not None and len(points) != count:
        raise InvalidInstanceError(
            f"{path}: coordinates of {len(points)} instances, distances of {count}"
        )
    names = np.ravel(arrays.get("names", []))
    instances = []
    for index, (where, name) in enumerate(labels(path, count)):
        own = str(names[index]) if len(names) == count else name
        one = [None if stack is None else stack[index] for stack in (distances, points)]
        instances.append(_instance(one[0], one[1], where, own))
    if "tours" in arrays:
        _check_tours(arrays["tours"], instances, str(path))
    return instances


def _pick(arrays: Mapping[str, NDArray[Any]], keys: Sequence[str], path: Path) -> Numbers | None:
    key = next((key for key in keys if key in arrays), None)
    return None if key is None else stacked(arrays[key], f"{path}: {key!r}")


def _instance(
    distances: Numbers | None, points: Numbers | None, where: str, name: str
) -> TspInstance:
    if distances is None:
        assert points is not None
        return from_coordinates(points, where, name)
    if points is None or np.isnan(points).all():
        return from_distances(distances, where, name)
    require_coordinates(points, where)
    if len(points) != len(distances):
        raise InvalidInstanceError(
            f"{where}: coordinates of {len(points)} cities, distances of {len(distances)}"
        )
    return from_distances(distances, where, name, points)


def _check_tours(tours: NDArray[Any], instances: Sequence[TspInstance], where: str) -> None:
    rows = np.atleast_2d(tours)
    if rows.dtype.kind not in "iu" or rows.ndim != 2 or len(rows) != len(instances):
        raise InvalidInstanceError(
            f"{where}: expected 'tours' as {len(instances)} rows of whole numbers"
        )
    for row, instance in zip(rows, instances, strict=True):
        tour_of(row.tolist(), instance.cities, f"{where}: 'tours'", first=0)


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write named arrays that `read` turns into the same instances.

    Raises:
        InvalidInstanceError: The instances have different sizes.
        ThinkersError: The file cannot be written.
    """
    arrays: dict[str, Any] = dict(by_name(path, instances))
    arrays["names"] = np.array([instance.name for instance in instances])
    if tours is not None:
        arrays["tours"] = np.stack(tours)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())
