"""CSV: a table of coordinates or of distances, as spreadsheets, pandas, NumPy and R write it."""

from pathlib import Path

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_tsp.formats.cells import Cells
from thinkers_tsp.formats.columns import Reading, understand
from thinkers_tsp.formats.entry import Entry
from thinkers_tsp.formats.files import is_filler, number, numbers, read_lines, whole
from thinkers_tsp.formats.places import Numbers, placed
from thinkers_tsp.formats.valid import from_distances, require_cities, tour_of
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.reading import AUTO, TspReading
from thinkers_tsp.valid import MAX_PLACES


def read(path: Path, options: TspReading) -> list[Entry]:
    """The one instance of a file, with its tour if a column `visit` or a comment holds it.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    return [entry(read_lines(path), path, options)]


def entry(lines: list[str], path: Path, options: TspReading) -> Entry:
    """The instance of a table, and its tour.

    Raises:
        InvalidInstanceError: What is wrong with it, and in which line.
    """
    table = Cells.of(lines, str(path))
    if len(table.rows) > MAX_PLACES + 1:
        require_cities(len(table.rows) - 1, table.where)
    reading = understand(table, options)
    rows = [_values(reading, index, str(path)) for index in range(len(reading.body))]
    found = _instance(np.array(rows), reading, table, path.stem, options)
    return Entry(found, _tour(reading, table))


def _values(reading: Reading, index: int, where: str) -> list[float]:
    """The numbers of a row; 0 for a filler on the diagonal of distances."""
    at, cells = reading.body[index]
    words = [cells[each] for each in reading.columns]
    if not reading.titles and is_filler(words[index]):
        words[index] = "0"
    try:
        return numbers(words, where)
    except InvalidInstanceError:
        places = zip(words, reading.columns, strict=True)
        return [number(word, f"{where}: line {at}, column {each + 1}") for word, each in places]


def _instance(
    values: Numbers, reading: Reading, table: Cells, name: str, options: TspReading
) -> TspInstance:
    if reading.titles:
        return placed(values, reading.titles, options, table.where, name, reading.names)
    if options.metric != AUTO:
        raise InvalidInstanceError(
            f"{table.where} holds distances, --metric measures coordinates", "leave out --metric"
        )
    axes = [_note(table, axis, len(values)) for axis in ("x", "y")]
    points = np.stack(axes, axis=1) if all(map(len, axes)) else None
    return from_distances(values, table.where, name, points, reading.names, own=True)


def _note(table: Cells, axis: str, cities: int) -> Numbers:
    """The numbers that a comment `# x: ...` lists; none where there is no such comment."""
    at, text = table.notes.get(axis, (0, ""))
    found = numbers(text.split(), f"{table.where}: line {at}")
    if found and len(found) != cities:
        raise InvalidInstanceError(
            f"{table.where}: line {at}: expected {cities} numbers, got {len(found)}"
        )
    return np.array(found)


def _tour(reading: Reading, table: Cells) -> Tour | None:
    cities = len(reading.body)
    if reading.visit is not None:
        rows = [(at, cells[reading.visit]) for at, cells in reading.body]
        order = [whole(cell, f"{table.where}: line {at}: visit") for at, cell in rows]
        if sorted(order) != list(range(cities)):
            raise InvalidInstanceError(
                f"{table.where}: visit: expected 0 to {cities - 1}, each once",
                "it is the position of the city in the tour",
            )
        return np.argsort(np.array(order, np.int64))
    if "tour" not in table.notes:
        return None
    at, text = table.notes["tour"]
    where = f"{table.where}: line {at}: tour"
    return tour_of([whole(word, where) for word in text.split()], cities, where, first=0)
