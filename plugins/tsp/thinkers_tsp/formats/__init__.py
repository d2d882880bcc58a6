"""Files of instances and tours; the suffix of the name says which form a file has.

| suffix | read | write |
|---|---|---|
| `.tsp`, `.atsp` | one TSPLIB instance | one instance: coordinates, or the full matrix |
| `.tour` | `read_tour` only | the tours |
| `.csv` | coordinates (2 columns) or a matrix (n columns) | one instance |
| `.npy` | `(n, 2)`, `(n, n)`, or several stacked | instances of one size |
| `.npz` | `coordinates` or `distances` | instances of one size, with names and tours |
| `.txt` | `x1 y1 x2 y2 ... output t1 t2 ... t1`, one instance a line | the same |

Distances between coordinates are straight lines, except in TSPLIB, where the file says.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_tsp.formats import archives, arrays, lines, tables, tours, tsplib, tsplib_writer
from thinkers_tsp.formats.tours import read_tour as read_tour
from thinkers_tsp.instance import Tour, TspInstance

READERS = {
    ".tsp": tsplib.read,
    ".atsp": tsplib.read,
    ".csv": tables.read,
    ".npy": arrays.read,
    ".npz": archives.read,
    ".txt": lines.read,
}
"""What reads a suffix: path to instances."""

WRITERS = {
    ".tsp": tsplib_writer.write,
    ".atsp": tsplib_writer.write,
    ".tour": tours.write,
    ".csv": tables.write,
    ".npy": arrays.write,
    ".npz": archives.write,
    ".txt": lines.write,
}
"""What writes a suffix: path, instances and tours or None."""


def read(path: Path) -> list[TspInstance]:
    """The instances of a file, at least one.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    suffix = path.suffix.lower()
    if suffix == ".tour":
        raise InvalidInstanceError(
            f"{path} holds a tour, not an instance", "give the .tsp or .atsp file that it solves"
        )
    if suffix not in READERS:
        raise InvalidInstanceError(
            f"cannot read {path}: unknown file name ending {suffix!r}", _known(READERS)
        )
    return READERS[suffix](path)


def write(
    path: Path, instances: Sequence[TspInstance], tours: Sequence[Tour] | None = None
) -> None:
    """Write instances so that `read` gives them back, or tours to a `.tour` file.

    Raises:
        InvalidInstanceError: The form that the suffix names cannot hold them.
        ThinkersError: The file cannot be written.
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
