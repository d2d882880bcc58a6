"""What the label cache holds, by problem and code: for lists, and to be cleared."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from thinkers.errors import ConfigError
from thinkers.problems.cache import cache_folder
from thinkers.problems.files import PART
from thinkers.training.data.cache import LOCK, SUFFIX


@dataclass(frozen=True, order=True)
class Stored:
    """The files of one problem and one state of its code.

    Attributes:
        problem: The problem's name.
        code: The first digits of the code's digest; empty for files of an earlier version, which
            are not read any more.
        files: How many.
        bytes: Of all of them.
        written: When the latest was.
    """

    problem: str
    code: str
    files: int
    bytes: int
    written: datetime


def stored() -> list[Stored]:
    """What the cache holds, by problem and code; files that vanish meanwhile are left out.

    Raises:
        ConfigError: There is no cache.
    """
    groups: dict[tuple[str, str], list[tuple[int, float]]] = {}
    for path in _files(cache_folder(), SUFFIX):
        with suppress(OSError):
            problem, *code, _ = path.relative_to(cache_folder()).parts
            stat = path.stat()
            group = groups.setdefault((problem, code[0] if code else ""), [])
            group.append((stat.st_size, stat.st_mtime))
    return sorted(
        Stored(
            problem, code, len(each), sum(size for size, _ in each),
            datetime.fromtimestamp(max(time for _, time in each), UTC),
        )
        for (problem, code), each in groups.items()
    )  # fmt: skip


def clear(problem: str = "") -> int:
    """Remove what is kept of a problem, or of all, and what killed writes have left.

    Returns:
        The bytes that are free again.

    Raises:
        ConfigError: There is no cache, or a file cannot be removed.
    """
    folder, freed = cache_folder(), 0
    places: set[Path] = set()
    for path in [file for end in (SUFFIX, PART, LOCK) for file in _files(folder, end, problem)]:
        places.update(path.relative_to(folder).parents)
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:  # another process was sooner
            continue
        except OSError as error:
            raise ConfigError(f"cannot remove {path}: {error.strerror}") from error
        freed += size
    for place in sorted(places - {Path()}, reverse=True):
        with suppress(OSError):  # other files are in it
            (folder / place).rmdir()
    return freed


def _files(folder: Path, suffix: str, problem: str = "") -> list[Path]:
    """The files of the cache with a name ending, those of earlier versions too."""
    every = [*folder.glob(f"*/*/*{suffix}"), *folder.glob(f"*/*{suffix}")]
    return [path for path in every if not problem or path.relative_to(folder).parts[0] == problem]
