"""One instance a line, as learned solvers exchange them: `x1 y1 x2 y2 ... output t1 t2 ... t1`.

Asymmetric instances put the n * n distances, row by row, where the coordinates stand; without a
tour the word `distances` ends such a line. The tour counts from 1 and returns to its first city
(Vinyals et al. 2015; DIFUSCO, T2T, ML4CO). A `.txt` without these words whose lines make a table
of coordinates, or a square one, is read as that table.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import isqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats import tables
from thinkers_tsp.formats.cells import COMMENT
from thinkers_tsp.formats.entry import Entry
from thinkers_tsp.formats.files import (
    filled,
    is_number,
    numbers,
    plain,
    read_lines,
    whole,
    write_text,
)
from thinkers_tsp.formats.places import all_placed
from thinkers_tsp.formats.valid import from_distances, require_room, tour_of
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.reading import TspReading

MARK, DISTANCES = "output", "distances"
"""Stands between the numbers and the tour; ends a line of distances that has none."""

WIDE = 6
"""Numbers of the shortest line that is an instance: the coordinates of 3 cities."""


class Line(NamedTuple):
    """What a line says.

    Attributes:
        values: The coordinates, or the distances row by row.
        cities: How many they are of.
        tour: From 1, or None.
    """

    values: list[float]
    cities: int
    tour: list[int] | None

    @property
    def shape(self) -> tuple[int, int]:
        """How many numbers there are, of how many cities."""
        return len(self.values), self.cities


def read(path: Path, options: TspReading) -> list[Entry]:
    """The instances of a file, with their tours.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    content = read_lines(path)
    rows = [
        (at, line.split())
        for at, line in enumerate(content, 1)
        if line.strip() and not line.lstrip().startswith(COMMENT)
    ]
    if not rows:
        raise InvalidInstanceError(f"{path} holds no numbers")
    if _is_table([words for _, words in rows], str(path), options):
        return [tables.entry(content, path, options)]
    names = [path.stem] if len(rows) == 1 else [f"{path.stem} {i}" for i in range(len(rows))]
    places = [(f"{path}: line {at}", name) for (at, _), name in zip(rows, names, strict=True)]
    found = [_line(words, where) for (_, words), (where, _) in zip(rows, places, strict=True)]
    require_room([(1, line.cities) for line in found], path)
    entries: list[Entry] = []
    for _, group in groupby(zip(found, places, strict=True), lambda pair: pair[0].shape):
        lines, here = zip(*group, strict=True)
        entries += _entries(lines, here, options)
    return entries


def _is_table(rows: list[list[str]], where: str, options: TspReading) -> bool:
    """Whether the lines are the rows of one table, and not an instance each.

    Raises:
        InvalidInstanceError: They may be either.
    """
    if any(words[-1] == DISTANCES or MARK in words for words in rows):
        return False
    if options.matrix or not all(map(is_number, rows[0])):
        return True
    if rows[0] == [str(len(rows) - 1)]:  # how many rows follow
        return True
    width, count = len(rows[0]), len(rows)
    if any(len(words) != width for words in rows):
        return False
    if width < WIDE or width % 2:
        return width in {2, 3, count, count + 1}
    if width == count and not filled(rows):
        raise InvalidInstanceError(
            f"{where}: {count} lines of {width} numbers may be one matrix, or {count} instances "
            f"of {width // 2} cities",
            f"give --columns matrix for the one, end each line with `{MARK}` and its tour for the "
            "other",
        )
    numbered = [words[0] for words in rows] == [str(city + 1) for city in range(count)]
    return width == count or (width == count + 1 and numbered)


def _entries(
    lines: Sequence[Line], places: Sequence[tuple[str, str]], options: TspReading
) -> Iterator[Entry]:
    """The instances of lines of one shape."""
    values = np.array([line.values for line in lines])
    cities = lines[0].cities
    if values.shape[1] == cities**2:
        square = values.reshape(len(lines), cities, cities)
        each = zip(square, places, strict=True)
        instances = [from_distances(one, *place, own=True) for one, place in each]
    else:
        pairs, titles = values.reshape(len(lines), cities, 2), options.pair or ("", "")
        instances = all_placed(pairs, titles, options, places)
    for line, instance, (where, _) in zip(lines, instances, places, strict=True):
        tour = None if line.tour is None else tour_of(line.tour, line.cities, where)
        yield Entry(instance, tour)


def _line(words: list[str], where: str) -> Line:
    mark = words.index(MARK) if MARK in words else len(words)
    before, after = words[:mark], words[mark + 1 :]
    bare = before[-1:] == [DISTANCES]
    values = numbers(before[:-1] if bare else before, where)
    if mark == len(words):
        return Line(values, _cities(len(values), None, bare, where), None)
    tour = [whole(word, where) for word in after]
    if tour[1:] and tour[0] == tour[-1]:
        tour.pop()
    return Line(values, _cities(len(values), len(tour), bare, where), tour)


def _cities(count: int, visited: int | None, bare: bool, where: str) -> int:
    """How many cities so many numbers are of.

    Raises:
        InvalidInstanceError: They are neither coordinates nor distances.
    """
    if bare:
        cities = isqrt(count)
        fits, expected = cities**2 == count, "as many distances as a square has"
    elif visited is None:
        cities, fits, expected = count // 2, count % 2 == 0, "pairs"
    else:
        cities, fits = visited, count in {2 * visited, visited**2}
        expected = f"{2 * visited} coordinates or {visited**2} distances"
    if not fits:
        raise InvalidInstanceError(f"{where}: expected {expected}, got {count} numbers")
    return cities


def write(path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None) -> None:
    """Write one line an instance: coordinates where distances are straight lines, else distances.

    Raises:
        InvalidInstanceError: The cities have names, which a line has no place for.
        ConfigError: The file cannot be written.
    """
    if any(instance.names for instance in instances):
        raise InvalidInstanceError(
            f"cannot write {path}: lines of numbers have no place for the names of cities",
            "write a .csv or .npz file",
        )
    lines = []
    for index, instance in enumerate(instances):
        table = instance.coordinates if instance.straight else instance.distances
        assert table is not None
        words = [plain(value) for value in table.ravel().tolist()]
        if tours is not None:
            tour = (tours[index] + 1).tolist()
            words += [MARK, *map(str, [*tour, tour[0]])]
        elif not instance.straight:
            words.append(DISTANCES)
        lines.append(" ".join(words))
    write_text(path, lines)
