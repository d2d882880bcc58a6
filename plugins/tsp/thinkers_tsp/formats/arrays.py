"""NumPy arrays (`.npy`) of coordinates or distances, of one instance or of several stacked."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.entry import Entry, labels
from thinkers_tsp.formats.files import write_bytes
from thinkers_tsp.formats.npy import NUMBERS, read_array
from thinkers_tsp.formats.places import Numbers, all_placed, role_of
from thinkers_tsp.formats.valid import from_distances, located, require_room
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.reading import TspReading
from thinkers_tsp.valid import require_one_meaning


def read(path: Path, options: TspReading) -> list[Entry]:
    """Instances from one array: `(n, 2)`, `(n, n)`, `(k, n, 2)` or `(k, n, n)`.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    whole = read_array(path)
    if not options.given:
        with located(str(path)):
            require_one_meaning(whole)
    stack, titles = chosen(stacked(whole, str(path), path), str(path), options)
    places = labels(path, len(stack))
    if stack.shape[2] == 2 and not options.matrix:
        return list(map(Entry, all_placed(stack, titles, options, places)))
    return [
        Entry(from_distances(one, where, name))
        for one, (where, name) in zip(stack, places, strict=True)
    ]


def stacked(array: NDArray[Any], where: str, path: Path) -> Numbers:
    """`(k, n, m)` float64 from that, or from one `(n, m)`.

    Raises:
        InvalidInstanceError: It has another shape, holds no numbers, or too many.
    """
    if array.dtype.kind not in NUMBERS:
        raise InvalidInstanceError(f"{where}: expected numbers, got {array.dtype!s:.40}")
    if array.ndim not in {2, 3} or array.size == 0:
        raise InvalidInstanceError(
            f"{where}: expected (n, 2) or (n, n), or several stacked, got shape {array.shape}"
        )
    stack = array if array.ndim == 3 else array[None]
    require_room([stack.shape[:2]], path)
    with np.errstate(over="ignore"):
        return np.asarray(stack, np.float64)


def chosen(stack: Numbers, where: str, options: TspReading) -> tuple[Numbers, tuple[str, str]]:
    """The columns of coordinates that the options name, and what they are called.

    Raises:
        InvalidInstanceError: There are no such columns.
    """
    if options.pair is None:
        return stack, ("", "")
    first, second = options.pair
    if all(map(role_of, options.pair)) and stack.shape[2] == 2:
        return stack, options.pair
    columns = [
        int(word[:9]) - 1 if word.isascii() and word.isdigit() else -1 for word in (first, second)
    ]
    if not all(0 <= column < stack.shape[2] for column in columns):
        raise InvalidInstanceError(
            f"{where}: there are no columns {first} and {second}",
            f"there are {stack.shape[2]}, counted from 1",
        )
    return stack[:, :, columns], ("", "")


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one array: coordinates where all distances are straight lines, else distances.

    Raises:
        InvalidInstanceError: The instances have different sizes, or the cities have names.
        ConfigError: The file cannot be written.
    """
    if tours is not None or any(instance.names for instance in instances):
        what = "tours" if tours is not None else "the names of cities"
        raise InvalidInstanceError(
            f"cannot write {path}: one array has no place for {what}", "write a .npz file"
        )
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
