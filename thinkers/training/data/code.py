"""The code that a problem's instances and labels follow from, known by a digest of its files."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

from thinkers.errors import ConfigError
from thinkers.problems.instances import declared_classes

NOT_OURS = frozenset({"thinkers", "numpy", "pydantic"}) | sys.stdlib_module_names - {"__main__"}
"""Packages that are no plugin's."""

GENERATED = {"__pycache__"}
"""Folders that Python fills by itself."""

PRODUCTS = {("models", ".safetensors"), ("recipes", ".toml")}
"""Folder and name ending of files from which no instance follows."""

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Code:
    """The packages that define a problem, as their files were when it was first asked for.

    Attributes:
        packages: Names of the packages: those of the problem's class and of all that it is derived
            from, and of the classes of its instances and answers.
        distributions: Name and version of the distributions that provide them, as far as known.
        digest: SHA-256 of the packages' files, in hexadecimal digits.
        stamp: Name, size and time of change of each file.
    """

    packages: frozenset[str]
    distributions: tuple[str, ...]
    digest: str
    stamp: _Stamp

    def require_unchanged(self) -> None:
        """See that the files are those that this process has loaded.

        Raises:
            ConfigError: One has changed since.
        """
        if _stamp(self.packages) != self.stamp:
            raise ConfigError(
                f"the code of {', '.join(sorted(self.packages))} has changed since it was loaded",
                "start again, so that the labels are those of the new code",
            )


@cache
def code_of(problem: type) -> Code:
    """The code of a problem's class, read once: a class keeps the code that it was loaded from.

    Raises:
        ConfigError: It has no files, as of a class that was typed into a shell.
    """
    classes = [*problem.__mro__, *declared_classes(problem)]
    packages = frozenset(each.__module__.partition(".")[0] for each in classes) - NOT_OURS
    stamp = _stamp(packages)
    if not stamp:
        raise ConfigError(
            f"{problem.__name__} has no file of code to know its labels by",
            "put the problem into a module",
        )
    return Code(packages, _distributions(packages), _digest(packages), stamp)


def _digest(packages: frozenset[str]) -> str:
    digest = hashlib.sha256()
    try:
        for path, root in _files(packages):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    except OSError as error:
        raise ConfigError(f"cannot read the code of {', '.join(packages)}: {error}") from error
    return digest.hexdigest()


def _stamp(packages: frozenset[str]) -> _Stamp:
    """Name, size and time of change of each file; nothing where they cannot be read."""
    try:
        found = [(str(path), path.stat()) for path, _ in _files(packages)]
    except OSError:
        return ()
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def _files(packages: frozenset[str]) -> Iterator[tuple[Path, Path]]:
    """Each file of the packages, with the folder that their names count from."""
    for name in sorted(packages):
        module = sys.modules.get(name)
        for folder in _folders(module):
            yield from ((path, folder) for path in sorted(folder.rglob("*")) if _counts(path))
        if not _folders(module) and (own := getattr(module, "__file__", None)):
            yield Path(own), Path(own).parent


def _folders(module: ModuleType | None) -> list[Path]:
    return sorted({Path(place) for place in getattr(module, "__path__", ())})


def _counts(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.name.endswith("~")
    made = GENERATED.intersection(path.parts) or (path.parent.name, path.suffix) in PRODUCTS
    return not hidden and not made and path.is_file()


def _distributions(packages: frozenset[str]) -> tuple[str, ...]:
    """By the entry points of our group: of an editable install nothing else says its packages."""
    found = {
        f"{each.dist.name} {each.dist.version}"
        for each in metadata.entry_points(group="thinkers")
        if each.dist is not None and each.module.partition(".")[0] in packages
    }
    return tuple(sorted(found))
