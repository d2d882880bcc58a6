"""NumPy arrays (`.npy`) of coordinates or distances, of one instance or of several stacked."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import read_bytes, write_bytes
from thinkers_tsp.formats.valid import from_coordinates, from_distances
from thinkers_tsp.instance import Tour, TspInstance

Numbers = NDArray[np.float64]


def read(path: Path) -> list[TspInstance]:
    """Instances from one array: `(n, 2)`, `(n, n)`, `(k, n, 2)` or `(k, n, n)`.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    found = load(path)
    if isinstance(found, dict):
        raise InvalidInstanceError(f"{path} holds named arrays", "name it .npz")
    stack = stacked(found, str(path))
    reader = from_coordinates if stack.shape[2] == 2 else from_distances
    return [
        reader(one, where, name)
        for one, (where, name) in zip(stack, labels(path, len(stack)), strict=True)
    ]


def load(path: Path) -> NDArray[Any] | dict[str, NDArray[Any]]:
    """The array of a file, or its arrays by name; never a pickled object.

    Raises:
        InvalidInstanceError: It is not NumPy's, or damaged.
    """
    content = read_bytes(path)
    try:
        found = np.load(io.BytesIO(content), allow_pickle=False)
        if isinstance(found, np.lib.npyio.NpzFile):
            return {key: found[key] for key in found.files}
    except Exception as error:  # numpy's parsers raise a dozen kinds on damaged files
        raise InvalidInstanceError(
            f"{path} is not a NumPy file of numbers, or is damaged"
        ) from error
    return np.asarray(found)


def stacked(array: NDArray[Any], where: str) -> Numbers:
    """`(k, n, m)` float64 from that, or from one `(n, m)`.

    Raises:
        InvalidInstanceError: It has another shape, or holds no numbers.
    """
    if array.dtype.kind not in "iuf":
        raise InvalidInstanceError(f"{where}: expected numbers, got {array.dtype}")
    if array.ndim not in {2, 3} or array.size == 0:
        raise InvalidInstanceError(
            f"{where}: expected (n, 2) or (n, n), or several stacked, got shape {array.shape}"
        )
    with np.errstate(over="ignore"):
        return np.asarray(array if array.ndim == 3 else array[None], np.float64)


def labels(path: Path, count: int) -> list[tuple[str, str]]:
    """Where each instance stands, for messages, and its name."""
    if count == 1:
        return [(str(path), path.stem)]
    return [(f"{path}: instance {index}", f"{path.stem} {index}") for index in range(count)]


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one array: coordinates where all distances are straight lines, else distances.

    Raises:
        InvalidInstanceError: The instances have different sizes.
        ThinkersError: The file cannot be written.
    """
    del tours
    arrays = by_name(path, instances)
    array = arrays.get("distances", arrays.get("coordinates"))
    assert array is not None
    buffer = io.BytesIO()
    np.save(buffer, array if len(array) > 1 else array[0])
    write_bytes(path, buffer.getvalue())


def by_name(path: Path, instances: Sequence[TspInstance]) -> dict[str, Numbers]:
    """`coordinates` where they say all; else `distances`, and coordinates where there are any.

    Raises:
        InvalidInstanceError: The instances have different sizes.
    """
    sizes = {instance.cities for instance in instances}
    if len(sizes) > 1:
        raise InvalidInstanceError(
            f"cannot write {path}: instances of {min(sizes)} and {max(sizes)} cities "
            "do not share an array",
            "write one file for each size",
        )
    none = np.full((sizes.pop(), 2), np.nan)
    points = np.stack([none if one.coordinates is None else one.coordinates for one in instances])
    if all(instance.straight for instance in instances):
        return {"coordinates": points}
    distances = np.stack([instance.distances for instance in instances])
    if np.isnan(points).all():
        return {"distances": distances}
    return {"coordinates": points, "distances": distances}
