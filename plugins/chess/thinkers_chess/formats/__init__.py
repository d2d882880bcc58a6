"""Files of chess positions; the suffix of the name says which form a file has.

| suffix | read | write |
|---|---|---|
| `.csv`, `.zst` | Lichess puzzles: columns by name, or theirs without a header | six columns |
| `.epd` | positions with `bm`, `am`, `dm`, `pm`, `id`, leniently | strict EPD |
| `.fen` | one FEN a line | - |
| `.pgn` | puzzles tagged with a FEN, else the last position of each game | - |
| `.pth` | easy-to-hard tensors, one folder of files | - |
| `.npz` | what we wrote | named arrays of text |

Each form that is written holds somebody's answers beside the puzzles, apart from what is right. A
`.zst` is what its name says before it, `.csv` where that says nothing.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from thinkers import InvalidInstanceError
from thinkers_chess.formats import archive, easy_to_hard, epd, lichess, pgn
from thinkers_chess.formats.record import Record, checked
from thinkers_chess.instance import ChessInstance

READERS: dict[str, Callable[[Path], list[Record]]] = {
    ".csv": lichess.read,
    ".zst": lichess.read,
    ".epd": epd.read,
    ".fen": epd.read,
    ".pgn": pgn.read,
    ".pth": easy_to_hard.read,
    ".npz": archive.read,
}
"""What reads a suffix: path to records."""

WRITERS: dict[str, Callable[[Path, Sequence[Record]], None]] = {
    ".csv": lichess.write,
    ".zst": lichess.write,
    ".epd": epd.write,
    ".npz": archive.write,
}
"""What writes a suffix: path and records."""

PACKED = {".csv", ".epd", ".fen", ".pgn"}
"""Forms that may be compressed with Zstandard, with `.zst` after their suffix."""


def read(path: Path) -> list[Record]:
    """The puzzles of a file, at least one, and the answers beside them.

    Raises:
        InvalidInstanceError: What is wrong with the file, and where.
    """
    suffix = _suffix(path)
    if suffix not in READERS:
        raise InvalidInstanceError(
            f"cannot read {path}: unknown file name ending {suffix!r}",
            f"known: {', '.join(READERS)}",
        )
    records = READERS[suffix](path)
    if not records:
        raise InvalidInstanceError(f"{path} has no puzzle")
    return records


def write(
    path: Path, instances: Sequence[ChessInstance], solutions: Sequence[str | None] | None = None
) -> None:
    """Write puzzles, and answers beside them, so that `read` gives both back.

    Raises:
        InvalidInstanceError: One is no legal puzzle or answer, or the form that the suffix names
            cannot hold it.
        ConfigError: The file cannot be written.
    """
    suffix = _suffix(path)
    if suffix not in WRITERS:
        raise InvalidInstanceError(
            f"cannot write {path}: unknown file name ending {suffix!r}",
            f"known: {', '.join(WRITERS)}",
        )
    if not instances:
        raise InvalidInstanceError(f"cannot write {path}: there is no puzzle")
    answers = [None] * len(instances) if solutions is None else solutions
    records = [
        checked(Record(instance, answer), f"cannot write {path}: puzzle {number}")
        for number, (instance, answer) in enumerate(zip(instances, answers, strict=True), 1)
    ]
    WRITERS[suffix](path, records)


def _suffix(path: Path) -> str:
    """The suffix that says the form: of `suite.epd.zst` it is `.epd`."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".zst" and inner in PACKED else suffix
