"""The code that a problem's instances and labels follow from, known by a digest of its files."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from thinkers.errors import ConfigError
from thinkers.problems.instances import declared_classes
from thinkers.problems.origin import package_of
from thinkers.training.data.imports import NOT_OURS, files, imported

NO_PLUGINS = NOT_OURS | {"numpy"}
"""Packages that are no plugin's, though classes of instances may be of them."""

CODE = {".py", ".pyd", ".so"}
"""Name endings of code. Beside it there may be anything in what is no plugin's package."""

PRODUCTS = {("models", ".safetensors"), ("recipes", ".toml")}
"""Folder and name ending of files from which no instance follows."""

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Code:
    """The packages that define a problem and what they import, as it was when first asked for.

    Attributes:
        packages: Names of the packages: those of the problem's class and of all that it is derived
            from, and of the classes of its instances and answers.
        sources: Names of these, and of all packages that they import and no distribution has
            installed.
        distributions: Name and version of the distributions that provide the packages, as far as
            known, and of those that are imported.
        digest: SHA-256 of the sources' files and of the distributions, in hexadecimal digits.
        stamp: Name, size and time of change of each file.
    """

    packages: frozenset[str]
    sources: frozenset[str]
    distributions: tuple[str, ...]
    digest: str
    stamp: _Stamp

    def require_unchanged(self) -> None:
        """See that the files are those that this process has loaded.

        Raises:
            ConfigError: One has changed since.
        """
        if _stamp(self.packages, self.sources) != self.stamp:
            raise ConfigError(
                f"the code of {', '.join(sorted(self.sources))} has changed since it was loaded",
                "start again, so that the labels are those of the new code",
            )


@cache
def code_of(problem: type) -> Code:
    """The code of a problem's class, read once: a class keeps the code that it was loaded from.

    Raises:
        ConfigError: It has no files, as of a class that was typed into a shell.
    """
    classes = [*problem.__mro__, *declared_classes(problem)]
    packages = frozenset(map(package_of, classes)) - NO_PLUGINS
    try:
        reached = imported(packages)
    except OSError as error:
        raise ConfigError(f"cannot read the code of {problem.__name__}: {error}") from error
    stamp = _stamp(packages, reached.packages)
    if not stamp:
        raise ConfigError(
            f"{problem.__name__} has no file of code to know its labels by",
            "put the problem into a module",
        )
    distributions = tuple(sorted({*_distributions(packages), *reached.versions}))
    digest = _digest(packages, reached.packages, distributions)
    return Code(packages, reached.packages, distributions, digest, stamp)


def _digest(
    packages: frozenset[str], sources: frozenset[str], distributions: tuple[str, ...]
) -> str:
    digest = hashlib.sha256("\n".join(distributions).encode())
    try:
        for path, root in _files(packages, sources):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    except OSError as error:
        raise ConfigError(f"cannot read the code of {', '.join(sources)}: {error}") from error
    return digest.hexdigest()


def _stamp(packages: frozenset[str], sources: frozenset[str]) -> _Stamp:
    """Name, size and time of change of each file; nothing where they cannot be read."""
    try:
        found = [(str(path), path.stat()) for path, _ in _files(packages, sources)]
    except OSError:
        return ()
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


def _files(packages: frozenset[str], sources: frozenset[str]) -> Iterator[tuple[Path, Path]]:
    """Each file that counts, with the folder that its name counts from.

    Of the packages these are all but products, of the other sources those with code.
    """
    for name in sorted(sources):
        for path, folder in files(name):
            product = (path.parent.name, path.suffix) in PRODUCTS or path.name.endswith("~")
            if not product and (name in packages or path.suffix in CODE):
                yield path, folder


def _distributions(packages: frozenset[str]) -> tuple[str, ...]:
    """By the entry points of our group: of an editable install nothing else says its packages."""
    found = {
        f"{each.dist.name} {each.dist.version}"
        for each in metadata.entry_points(group="thinkers")
        if each.dist is not None and each.module.partition(".")[0] in packages
    }
    return tuple(sorted(found))
