"""NumPy archives (`.npz`): named arrays of many instances, with their names and tours."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.arrays import by_name, chosen, stacked
from thinkers_tsp.formats.entry import Entry, labels
from thinkers_tsp.formats.files import one_line, write_bytes
from thinkers_tsp.formats.npy import WORDS, read_arrays
from thinkers_tsp.formats.places import Numbers, all_placed
from thinkers_tsp.formats.valid import from_distances, require_coordinates, tour_of
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.reading import TspReading
from thinkers_tsp.valid import require_one_meaning

COORDINATES = ("coordinates", "locs", "coords")
"""Keys of `(k, n, 2)` arrays: ours, rl4co's, and what many write."""

DISTANCES = ("distances", "cost_matrix")
"""Keys of `(k, n, n)` arrays: ours, and rl4co's."""

KNOWN = (*COORDINATES, *DISTANCES, "names", "cities", "tours")
"""All that may be in a file with several arrays; another belongs to another problem."""

ANOTHER = (
    "bits", "board", "demand", "fen", "grid", "inputs", "labels", "maze", "prize", "solutions",
    "targets", "walls",
)  # fmt: skip
"""Names that an array without others has in files of other problems."""


def read(path: Path, options: TspReading) -> list[Entry]:
    """Instances from named arrays.

    `distances` `(k, n, n)`, or ways between `coordinates` `(k, n, 2)`; with both, the coordinates
    are for drawing, and nan where an instance has none. Optional: `names` `(k,)`; `cities`
    `(k, n)`, their names; `tours` `(k, n)`, counted from 0. One array alone may have any name that
    `numpy.savez` or a person gives it; its shape says what it holds, as in a `.npy` file.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    arrays = _called(read_arrays(path, KNOWN, ANOTHER), options)
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
    return _entries(arrays, points, distances, labels(path, count), str(path), options)


def _called(arrays: Mapping[str, NDArray[Any]], options: TspReading) -> Mapping[str, NDArray[Any]]:
    """The arrays, one that has a name of its own by that of what its shape says it holds."""
    if len(arrays) != 1 or not set(arrays).isdisjoint(KNOWN):
        return arrays
    [array] = arrays.values()
    places = array.shape[-1:] == (2,) or options.pair is not None
    if not (places or options.matrix):
        require_one_meaning(array)
    return {(COORDINATES if places else DISTANCES)[0]: array}


def _entries(
    arrays: Mapping[str, NDArray[Any]],
    points: Numbers | None,
    distances: Numbers | None,
    places: Sequence[tuple[str, str]],
    where: str,
    options: TspReading,
) -> list[Entry]:
    titles = ("", "")
    if distances is None and points is not None:
        points, titles = chosen(points, where, options)
    elif options.given:
        raise InvalidInstanceError(
            f"{where} holds distances, --columns and --metric are for coordinates", "leave them out"
        )
    count = len(places)
    names, cities = _words(arrays, "names", count, where), _words(arrays, "cities", count, where)
    titled = map(one_line, names.tolist()) if names.size else [name for _, name in places]
    places = [(place, name) for (place, _), name in zip(places, titled, strict=True)]
    rows = cities.tolist() if cities.size else [()] * count
    called = [tuple(map(one_line, row)) if any(row) else () for row in rows]
    if distances is None:
        assert points is not None
        instances = all_placed(points, titles, options, places, called)
    else:
        drawn = [None] * count if points is None else points
        each = zip(distances, drawn, places, called, strict=True)
        instances = [_with_distances(ways, spots, *place, own) for ways, spots, place, own in each]
    tours = _tours(arrays, count, where)
    if tours is None:
        return list(map(Entry, instances))
    return [
        Entry(instance, tour_of(tour, instance.cities, f"{place}: 'tours'", first=0))
        for instance, tour, (place, _) in zip(instances, tours, places, strict=True)
    ]


def _pick(arrays: Mapping[str, NDArray[Any]], keys: Sequence[str], path: Path) -> Numbers | None:
    held = [key for key in keys if key in arrays]
    if len(held) > 1:
        raise InvalidInstanceError(
            f"{path} holds both {held[0]!r} and {held[1]!r}", "leave out one"
        )
    return stacked(arrays[held[0]], f"{path}: {held[0]!r}", path) if held else None


def _with_distances(
    distances: Numbers, points: Numbers | None, where: str, name: str, names: tuple[str, ...]
) -> TspInstance:
    if points is None or np.isnan(points).all():
        return from_distances(distances, where, name, None, names)
    require_coordinates(points, where)
    if len(points) != len(distances):
        raise InvalidInstanceError(
            f"{where}: coordinates of {len(points)} cities, distances of {len(distances)}"
        )
    return from_distances(distances, where, name, points, names)


def _words(arrays: Mapping[str, NDArray[Any]], key: str, count: int, where: str) -> NDArray[Any]:
    """`(k, ...)` words of that key, or none at all."""
    words = arrays.get(key, np.array([], "U1"))
    words = words[None] if key == "cities" and words.ndim == 1 and words.size else words
    depth = 2 if key == "cities" else 1
    if words.size and (words.dtype.kind not in WORDS or words.ndim != depth or len(words) != count):
        raise InvalidInstanceError(
            f"{where}: expected {key!r} as words of {count} instances, got {words.dtype!s:.40} "
            f"of shape {words.shape}"
        )
    return np.char.decode(words, "latin-1") if words.dtype.kind == "S" else words


def _tours(arrays: Mapping[str, NDArray[Any]], count: int, where: str) -> list[list[int]] | None:
    if "tours" not in arrays:
        return None
    rows = np.atleast_2d(arrays["tours"])
    if rows.dtype.kind not in "iu" or rows.ndim != 2 or len(rows) != count:
        raise InvalidInstanceError(f"{where}: expected 'tours' as {count} rows of whole numbers")
    return [row.tolist() for row in rows]


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write named arrays that `read` turns into the same instances.

    Raises:
        InvalidInstanceError: The instances have different sizes.
        ConfigError: The file cannot be written.
    """
    arrays: dict[str, Any] = dict(by_name(path, instances))
    arrays["names"] = np.array([one_line(instance.name) for instance in instances])
    if any(instance.names for instance in instances):
        none = ("",) * instances[0].cities
        named = [instance.names or none for instance in instances]
        arrays["cities"] = np.array([list(map(one_line, names)) for names in named])
    if tours is not None:
        arrays["tours"] = np.stack(tours)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    write_bytes(path, buffer.getvalue())
