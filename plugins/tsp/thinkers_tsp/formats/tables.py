"""CSV: two columns of coordinates, or the n columns of a distance matrix; a header may lead."""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import number, plain, read_text, write_text
from thinkers_tsp.formats.valid import from_coordinates, from_distances
from thinkers_tsp.instance import Tour, TspInstance

SEPARATORS = ",;\t"
"""Between numbers: the first of these that the first line has, else blanks."""


def read(path: Path) -> list[TspInstance]:
    """The one instance of a file.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    table = _table(path)
    reader = from_coordinates if table.shape[1] == 2 else from_distances
    return [reader(table, str(path), path.stem)]


def _table(path: Path) -> NDArray[np.float64]:
    lines = [(at, line) for at, line in enumerate(read_text(path).splitlines(), 1) if line.strip()]
    separator = next((mark for mark in SEPARATORS if mark in lines[0][1]), None)
    rows = [(at, _cells(line, separator)) for at, line in lines]
    if not any(map(_is_number, rows[0][1])):
        rows = rows[1:]
    if not rows:
        raise InvalidInstanceError(f"{path} holds a header and no numbers")
    width = len(rows[0][1])
    for at, cells in rows:
        if len(cells) != width:
            raise InvalidInstanceError(
                f"{path}: line {at} has {len(cells)} numbers, line {rows[0][0]} has {width}"
            )
    return np.array([[number(cell, f"{path}: line {at}") for cell in cells] for at, cells in rows])


def _cells(line: str, separator: str | None) -> list[str]:
    if separator is None:
        return line.split()
    try:
        cells = next(csv.reader([line], delimiter=separator))
    except csv.Error:  # too long a field, say: no number either
        cells = line.split(separator)
    return [cell.strip() for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        number(cell, "")
    except InvalidInstanceError:
        return False
    return True


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one instance: coordinates where the distances are straight lines, else the matrix.

    Raises:
        InvalidInstanceError: There are several instances.
        ThinkersError: The file cannot be written.
    """
    del tours
    if len(instances) > 1:
        raise InvalidInstanceError(
            f"cannot write {path}: a .csv file holds one instance, got {len(instances)}",
            "write a .npz file",
        )
    instance = instances[0]
    table = instance.coordinates if instance.straight else instance.distances
    assert table is not None
    lines = [",".join(map(plain, row)) for row in table.tolist()]
    header = ["x,y"] if instance.straight else []
    write_text(path, header + lines)
