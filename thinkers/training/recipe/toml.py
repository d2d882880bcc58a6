"""TOML files of users: read, or refused with one line."""

import tomllib
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError, ThinkersError
from thinkers.problems.files import require_regular

MAX_BYTES = 1 << 20
"""More than any recipe holds; a longer file is refused."""

DEEPEST = 16
"""Sections and lists that a value may stand in."""


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The values of a TOML file.

    Args:
        path: The file.
        what: What it is called in messages.

    Raises:
        ConfigError: It is no file, too large, no TOML, or nested too deeply.
    """
    try:
        require_regular(path)
        if path.stat().st_size > MAX_BYTES:
            raise ConfigError(f"it has more than {MAX_BYTES >> 20} MiB")
        return parse_toml(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ThinkersError) as error:
        raise ConfigError(f"cannot read the {what} {path}: {error}") from error


def parse_toml(text: str) -> dict[str, Any]:
    """The values of a text in TOML.

    Raises:
        ValueError: It is no TOML, or nested too deeply.
    """
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    _require_shallow(values, DEEPEST)
    return values


def _require_shallow(value: Any, left: int) -> None:
    inside = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        if not left:
            raise ValueError("it is nested too deeply")
        for each in inside:
            _require_shallow(each, left - 1)
