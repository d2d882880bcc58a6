"""Writing a recipe as TOML, which the standard library only reads."""

import json
from collections.abc import Mapping
from typing import Any

from thinkers.training.recipe import Recipe


def to_toml(recipe: Recipe) -> str:
    """The text of a recipe file that reads as `recipe`; sections one level deep."""
    plain = recipe.model_dump(mode="json", exclude_none=True)
    lines = [f"{name} = {_value(value)}" for name, value in plain.items() if not _section(value)]
    for name, section in plain.items():
        if _section(section):
            lines += ["", f"[{name}]"]
            lines += [f"{_key(key)} = {_value(value)}" for key, value in section.items()]
    return "\n".join(lines) + "\n"


def _section(value: Any) -> bool:
    return isinstance(value, Mapping)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return _string(value) if isinstance(value, str) else repr(value)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _string(key)


def _string(text: str) -> str:
    """A basic string; TOML's escapes are JSON's, and delete needs one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
