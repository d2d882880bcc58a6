"""Files of instances and tours; the suffix of the name says which form a file has.

| suffix | read | answers | names of cities |
|---|---|---|---|
| `.tsp`, `.atsp` | one TSPLIB instance | `TOUR_SECTION` | `COMMENT : city 1: Berlin` |
| `.tour` | `read_tour`, `read_tour_of` only | the tours | no |
| `.csv` | one table: coordinates, or a matrix | column `visit`, or `# tour: 0 2 1` | a column |
| `.npy` | `(n, 2)`, `(n, n)`, or several stacked | no | no |
| `.npz` | `coordinates` or `distances` | `tours` | `cities` |
| `.txt` | `x1 y1 x2 y2 ... output t1 t2 ... t1`, one a line; or one table | after `output` | no |

All are written as well, and instances fit `.npy` and `.npz` (of one size), and
`.txt`.
Distances between coordinates are straight lines, except in TSPLIB, where the file says, and
between latitudes and longitudes: see `TspReading`. A file of more than 268 MB is refused.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_tsp.formats import (
    archives,
    arrays,
    lines,
    table_writer,
    tables,
    tours,
    tsplib,
    tsplib_writer,
)
from thinkers_tsp.formats.entry import Entry
from thinkers_tsp.formats.tours import read_tour as read_tour
from thinkers_tsp.formats.tours import read_tour_of as read_tour_of
from thinkers_tsp.instance import Tour, TspInstance
from thinkers_tsp.reading import TspReading

READERS = {
    ".tsp": tsplib.read,
    ".atsp": tsplib.read,
    ".csv": tables.read,
    ".npy": arrays.read,
    ".npz": archives.read,
    ".txt": lines.read,
}
"""What reads a suffix: path and options to instances with their tours."""

WRITERS = {
    ".tsp": tsplib_writer.write,
    ".atsp": tsplib_writer.write,
    ".tour": tours.write,
    ".csv": table_writer.write,
    ".npy": arrays.write,
    ".npz": archives.write,
    ".txt": lines.write,
}
"""What writes a suffix: path, instances and tours or None."""


def read(path: Path, options: TspReading | None = None) -> list[TspInstance]:
    """The instances of a file, at least one.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    return [entry.instance for entry in entries(path, options)]


def read_answers(path: Path, options: TspReading | None = None) -> list[Tour | None]:
    """The tours that a file holds beside its instances, in the order of `read`.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    return [entry.tour for entry in entries(path, options)]


def entries(path: Path, options: TspReading | None = None) -> list[Entry]:
    """The instances of a file, each with its tour; see `read`."""
    suffix = path.suffix.lower()
    if suffix == ".tour":
        raise InvalidInstanceError(
            f"{path} holds a tour, not an instance", "give the .tsp or .atsp file that it solves"
        )
    if suffix not in READERS:
        raise InvalidInstanceError(
            f"cannot read {path}: unknown file name ending {suffix!r}", _known(READERS)
        )
    return READERS[suffix](path, options or TspReading())


def write(
    path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None = None
) -> None:
    """Write instances so that `read` gives them back, or tours to a `.tour` file.

    Raises:
        InvalidInstanceError: The form that the suffix names cannot hold them.
        ConfigError: The file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise InvalidInstanceError(
            f"cannot write {path}: unknown file name ending {suffix!r}", _known(WRITERS)
        )
    if not instances:
        raise InvalidInstanceError(f"cannot write {path}: there is no instance")
    WRITERS[suffix](path, instances, tours)


def _known(suffixes: Iterable[str]) -> str:
    return f"known: {', '.join(suffixes)}"
