"""Settings of a recipe by dotted name: `optimizer.steps`, or `data.train.1.count` in a list."""

import re
from typing import Any

from thinkers.errors import ConfigError


def put(values: dict[str, Any], name: str, value: Any, where: str) -> None:
    """Set one setting of a recipe in plain types; sections that are not there are made.

    Args:
        values: The recipe; changed in place.
        name: Sections and setting, with dots between; a number chooses from a list, from 0.
        value: What to set.
        where: What asks for it, for the message.

    Raises:
        ConfigError: A part of the name is no section, or a list has no such number.
    """
    *sections, last = name.split(".")
    section: Any = values
    for depth, each in enumerate(sections, 1):
        section = _entered(section, each, where)
        if not isinstance(section, dict | list):
            raise ConfigError(f"{where}: {'.'.join(sections[:depth])!r} is not a section")
    if isinstance(section, list):
        raise ConfigError(
            f"{where}: {'.'.join(sections)!r} is a list, not a section",
            "choose from it by number, as in data.train.0.count=5000",
        )
    section[last] = value


def _entered(section: dict[str, Any] | list[Any], name: str, where: str) -> Any:
    if isinstance(section, dict):
        return section.setdefault(name, {})
    if not re.fullmatch("[0-9]{1,9}", name) or int(name) >= len(section):
        raise ConfigError(f"{where}: expected a number below {len(section)}, got {name!r}")
    return section[int(name)]
