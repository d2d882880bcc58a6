"""Writing CSV that reads back to the bit: coordinates where they say all, else the matrix."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import one_line, plain, write_text
from thinkers_tsp.globe import is_globe
from thinkers_tsp.instance import Tour, TspInstance

AMBIGUOUS = 3
"""A table of so many rows and columns may also be a numbered list of coordinates."""


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one instance, its cities' names in the first column.

    A tour is the column `visit` beside coordinates, the position of each city from 0; above a
    matrix it is a comment, `# tour: 0 2 1`, as are the coordinates for drawing.

    Raises:
        InvalidInstanceError: There are several instances.
        ConfigError: The file cannot be written.
    """
    if len(instances) > 1:
        raise InvalidInstanceError(
            f"cannot write {path}: a .csv file holds one instance, got {len(instances)}",
            "write a .npz file",
        )
    instance, tour = instances[0], None if tours is None else tours[0]
    globe = is_globe(instance)
    if instance.coordinates is None or not (instance.straight or globe):
        write_text(path, _matrix(instance, tour))
    else:
        write_text(path, _places(instance, tour, ["lon", "lat"] if globe else ["x", "y"]))


def _places(instance: TspInstance, tour: Tour | None, titles: list[str]) -> Iterator[str]:
    assert instance.coordinates is not None
    columns = [list(map(plain, axis)) for axis in instance.coordinates.T.tolist()]
    if tour is not None:
        titles = [*titles, "visit"]
        columns.append(list(map(str, np.argsort(tour).tolist())))
    yield ",".join(["name", *titles] if instance.names else titles)
    for row in _labelled(instance, list(map(list, zip(*columns, strict=True)))):
        yield ",".join(row)


def _matrix(instance: TspInstance, tour: Tour | None) -> Iterator[str]:
    if instance.names or instance.cities == AMBIGUOUS:
        yield "# distances"
    if tour is not None:
        yield f"# tour: {' '.join(map(str, tour.tolist()))}"
    if instance.coordinates is not None:
        for axis, values in zip("xy", instance.coordinates.T.tolist(), strict=True):
            yield f"# {axis}: {' '.join(map(plain, values))}"
    if instance.names:
        yield ",".join(["name", *map(_quoted, instance.names)])
    rows = [list(map(plain, row)) for row in instance.distances.tolist()]
    for row in _labelled(instance, rows):
        yield ",".join(row)


def _labelled(instance: TspInstance, rows: list[list[str]]) -> list[list[str]]:
    """The rows, each after the name of its city, where cities have names."""
    if not instance.names:
        return rows
    names = map(_quoted, instance.names)
    return [[name, *row] for name, row in zip(names, rows, strict=True)]


def _quoted(name: str) -> str:
    """A name as a cell."""
    clean = one_line(name)
    return '"' + clean.replace('"', '""') + '"' if re.search(r'[",;#]|^$', clean) else clean
