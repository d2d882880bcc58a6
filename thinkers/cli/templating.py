"""Distributions of plugins that work as they are written: files with names to be filled in."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Literal

from thinkers.errors import ConfigError
from thinkers.problems.files import write_whole
from thinkers.registry.discovery import canonical

Kind = Literal["problem", "thinker", "baseline", "models"]
"""What a plugin provides."""

Places = Mapping[str, str]
"""Where the file of each template goes in the distribution, with names to be filled in."""

NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
"""The names that a plugin may have: those of packages and of models are made of it."""

ENDING = ".tmpl"

HOME, TEST = "$package/__init__.py", "tests/test_$name.py"

COMMON = {"common/pyproject.toml": "pyproject.toml"}

PARTS = ("problem.py", "check.py", "encoding.py", "baseline.py")
"""The modules of a problem, which differ by layout."""


@dataclass(frozen=True)
class Names:
    """How a new plugin and its parts are called.

    Attributes:
        name: The entry point, and of a problem its name: lower case, words joined by `_`.

    Raises:
        ConfigError: It can be no name of a package.
    """

    name: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name) or keyword.iskeyword(self.name):
            raise ConfigError(
                f"{self.name!r:.60} cannot be the name of a plugin",
                "take lower-case letters, digits and single hyphens, as in my-puzzle",
            )

    @property
    def values(self) -> dict[str, str]:
        """What stands for each name in a template."""
        plain, hyphened = self.name.replace("-", "_"), canonical(self.name)
        return {
            "name": plain,
            "hyphened": hyphened,
            "distribution": f"thinkers-{hyphened}",
            "package": f"thinkers_{plain}",
            "Class": "".join(part.capitalize() for part in plain.split("_")),
        }


def places(kind: Kind, layout: str) -> Places:
    """The templates of a kind of plugin, and where their files go."""
    own = {f"{kind}/README.md": "README.md", f"{kind}/__init__.py": HOME}
    if kind == "problem":
        parts = {f"{layout}/{part}": f"$package/{part}" for part in PARTS}
        recipe = {f"{layout}/first.toml": "$package/recipes/first.toml"}
        own |= {**parts, **recipe, "problem/test.py": TEST}
    elif kind != "models":
        own |= {f"{kind}/{kind}.py": f"$package/{kind}.py", f"{kind}/test.py": TEST}
    return {**COMMON, **own}


def filled(kind: Kind, layout: str, values: Mapping[str, str]) -> dict[str, str]:
    """The text of each file of a new plugin by its path, with names filled in."""
    folder = files("thinkers.cli") / "templates"
    texts = {
        place: (folder / f"{template}{ENDING}").read_text(encoding="utf-8")
        for template, place in places(kind, layout).items()
    }
    texts["$package/py.typed"] = ""
    return {
        Template(place).substitute(values): Template(text).substitute(values)
        for place, text in texts.items()
    }


def write(folder: Path, texts: Mapping[str, bytes]) -> None:
    """Write a new folder of files.

    Raises:
        ConfigError: There is something of its name, or it cannot be written.
    """
    if folder.exists():
        raise ConfigError(f"{folder} exists already", "choose another name, or another --out")
    try:
        for place, content in texts.items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, content)
    except OSError as error:
        raise ConfigError(f"cannot write {folder}: {error.strerror}") from error
