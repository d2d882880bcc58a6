"""What a plugin's code imports from others: by version where it is installed, else by its files."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

NOT_OURS = frozenset({"thinkers", "pydantic"}) | sys.stdlib_module_names - {"__main__"}
"""Packages of whose code or version no label follows."""

GENERATED = {"__pycache__"}
"""Folders that Python fills by itself."""


@dataclass(frozen=True)
class Imported:
    """What the code of packages reaches.

    Attributes:
        packages: These, and those that they import, and so on, as far as no distribution installed
            their files: they lie beside, or are installed to be edited.
        versions: Name and version of each distribution that these import.
    """

    packages: frozenset[str]
    versions: tuple[str, ...]


def imported(packages: frozenset[str]) -> Imported:
    """All that packages import, functions included; what is not installed is left out.

    Names that are made while a program runs are not seen.
    """
    found, versions, waiting = set(packages), set[str](), set(packages)
    while waiting:
        for name in _all_names(waiting.pop()) - NOT_OURS - found:
            own = _providers(name)
            versions |= own
            if not own and any(source_files(name)):
                found.add(name)
                waiting.add(name)
    return Imported(frozenset(found), tuple(sorted(versions)))


def _providers(package: str) -> frozenset[str]:
    """Name and version of the distributions that installed a package's files."""
    found = (
        each for folder in sys.path for each, packages in records(folder) if package in packages
    )
    return frozenset(f"{each.name} {each.version}" for each in found)


@cache
def records(folder: str) -> list[tuple[metadata.Distribution, frozenset[str]]]:
    """Each distribution of a folder, and the packages whose files it installed; read once."""
    return [
        (each, frozenset(map(_first_name, (each.read_text("RECORD") or "").splitlines())))
        for each in metadata.distributions(path=[folder])
    ]


def _first_name(line: str) -> str:
    return line.partition(",")[0].partition("/")[0].partition(".")[0]


def source_files(package: str) -> Iterator[Path]:
    """The Python files of a package, or the one of a module."""
    for path, _ in files(package):
        if path.suffix == ".py":
            yield path


def files(package: str) -> Iterator[tuple[Path, Path]]:
    """Each file of a package, in order, with the folder that its name counts from.

    Hidden ones are left out. Nothing where there is none of that name; it is not imported.
    """
    folders, file = _place(package)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            hidden = any(part.startswith(".") or part in GENERATED for part in parts)
            if not hidden and path.is_file():
                yield path, folder
    if not folders and file:
        yield Path(file), Path(file).parent


def _place(package: str) -> tuple[list[Path], str | None]:
    """The folders of a package, as it was loaded, or would be; and its file."""
    module = sys.modules.get(package)
    if module is not None:
        folders, file = getattr(module, "__path__", ()), getattr(module, "__file__", None)
    else:
        try:
            spec = find_spec(package)
        except (ImportError, ValueError):
            spec = None
        folders = (spec.submodule_search_locations if spec else None) or ()
        file = spec.origin if spec and spec.has_location else None
    return sorted({Path(folder) for folder in folders}), file


def _all_names(package: str) -> set[str]:
    """The packages that a package's files import."""
    stamps = ((path, path.stat().st_mtime_ns) for path in source_files(package))
    return set().union(*(_names(*each) for each in stamps))


@cache
def _names(path: Path, stamp: int) -> frozenset[str]:
    """The packages that a file imports, by their first names; read once for each stamp."""
    del stamp
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return frozenset(names)
