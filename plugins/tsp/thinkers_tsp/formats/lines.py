"""One instance a line, as learned solvers exchange them: `x1 y1 x2 y2 ... output t1 t2 ... t1`.

Asymmetric instances put the n * n distances, row by row, where the coordinates stand. The tour
counts from 1 and returns to its first city (Vinyals et al. 2015; DIFUSCO, T2T, ML4CO).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.files import number, plain, read_text, whole, write_text
from thinkers_tsp.formats.valid import from_coordinates, from_distances, tour_of
from thinkers_tsp.instance import Tour, TspInstance

MARK = "output"
"""Stands between the numbers and the tour."""


def read(path: Path) -> list[TspInstance]:
    """The instances of a file; tours are checked, and otherwise left alone.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    lines = [(at, line) for at, line in enumerate(read_text(path).splitlines(), 1) if line.strip()]
    names = [path.stem] if len(lines) == 1 else [f"{path.stem} {i}" for i in range(len(lines))]
    return [
        _instance(line, f"{path}: line {at}", name)
        for (at, line), name in zip(lines, names, strict=True)
    ]


def _instance(line: str, where: str, name: str) -> TspInstance:
    before, mark, after = line.partition(MARK)
    numbers = np.array([number(word, where) for word in before.split()])
    tour = [whole(word, where) for word in after.split()]
    if tour[1:] and tour[0] == tour[-1]:
        tour.pop()
    cities = len(tour) if mark else len(numbers) // 2
    if len(numbers) == 2 * cities:
        instance = from_coordinates(numbers.reshape(cities, 2), where, name)
    elif len(numbers) == cities**2:
        instance = from_distances(numbers.reshape(cities, cities), where, name)
    else:
        expected = f"{2 * cities} coordinates or {cities**2} distances" if mark else "pairs"
        raise InvalidInstanceError(f"{where}: expected {expected}, got {len(numbers)} numbers")
    if mark:
        tour_of(tour, cities, where)
    return instance


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one line an instance: coordinates where distances are straight lines, else distances.

    Raises:
        InvalidInstanceError: Distances without a tour: nobody could tell them from coordinates.
        ThinkersError: The file cannot be written.
    """
    if tours is None and not all(instance.straight for instance in instances):
        raise InvalidInstanceError(
            f"cannot write {path}: lines of distances need their tours", "write a .npz file"
        )
    lines = []
    for index, instance in enumerate(instances):
        table = instance.coordinates if instance.straight else instance.distances
        assert table is not None
        words = [plain(value) for value in table.ravel().tolist()]
        if tours is not None:
            tour = (tours[index] + 1).tolist()
            words += [MARK, *map(str, [*tour, tour[0]])]
        lines.append(" ".join(words))
    write_text(path, lines)
