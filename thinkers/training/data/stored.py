"""What the cache holds, by problem and code: for lists, and to be cleared."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from thinkers.errors import ConfigError
from thinkers.models.onnx.kept import networks, place_of
from thinkers.problems.cache import cache_folder
from thinkers.problems.files import PART
from thinkers.training.data.cache import LOCK, SUFFIX

Kind = Literal["labels", "networks"]
Group = tuple[str, Kind, str]
"""Problem, kind and code, see `Stored`."""

UNKNOWN = "?"
"""In the place of the problem of a network that is damaged."""


@dataclass(frozen=True, order=True)
class Stored:
    """The files of one kind, of one problem, and of one state of its code.

    Attributes:
        problem: The problem's name.
        kind: Labels, or networks for onnxruntime.
        code: Of labels the first digits of the code's digest, of networks the version of thinkers;
            empty for files of an earlier one, which are not read any more.
        files: How many.
        bytes: Of all of them.
        written: When the latest was.
    """

    problem: str
    kind: Kind
    code: str
    files: int
    bytes: int
    written: datetime


def stored() -> list[Stored]:
    """What the cache holds, by problem and code; files that vanish meanwhile are left out.

    Raises:
        ConfigError: There is no cache.
    """
    groups: dict[Group, list[tuple[int, float]]] = {}
    for path, group in [*_labels(), *_networks()]:
        with suppress(OSError):
            stat = path.stat()
            groups.setdefault(group, []).append((stat.st_size, stat.st_mtime))
    return sorted(
        Stored(
            *group, len(each), sum(size for size, _ in each),
            datetime.fromtimestamp(max(time for _, time in each), UTC),
        )
        for group, each in groups.items()
    )  # fmt: skip


def _labels() -> Iterator[tuple[Path, Group]]:
    for path in _files(cache_folder(), SUFFIX):
        problem, *code, _ = path.relative_to(cache_folder()).parts
        yield path, (problem, "labels", code[0] if code else "")


def _networks() -> Iterator[tuple[Path, Group]]:
    for path, card in networks():
        present = card is not None and path == place_of(card)
        problem = UNKNOWN if card is None else card.problem
        yield path, (problem, "networks", version("thinkers") if present else "")


def clear(problem: str = "") -> int:
    """Remove what is kept of a problem, or of all, and what killed writes have left.

    Returns:
        The bytes that are free again.

    Raises:
        ConfigError: There is no cache, or a file cannot be removed.
    """
    folder, freed = cache_folder(), 0
    places: set[Path] = set()
    labels = [file for end in (SUFFIX, PART, LOCK) for file in _files(folder, end, problem)]
    exported = [file for file, (of, *_) in _networks() if problem in {"", of}]
    for path in [*labels, *exported]:
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
